// Taking people in from a file in the browser: choose, look, confirm, wait, read. With script and
// without: the progress page renews itself by a header, so nothing here needs JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { elevate, login, press, renewed, search } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';

let browser;
let house;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 20 }), openBrowser()]);
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const file = (text) => ({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

async function supervisor(script) {
  const page = await openPage(browser, { script });
  await login(page, house, 'supervisor');
  await page.goto(`${house.address}/people`);
  await press(page, 'main a[href="/people/import"]', '/people/import');
  // The code leads back to where she was going.
  await elevate(page, '/people/import');
  return page;
}

/** What a part of the page says, without the signs that keep directions apart. */
const read = async (page, part) => (await page.innerText(part)).replace(/[\u2066-\u2069]/g, '');

async function send(page, text) {
  await page.goto(`${house.address}/people/import`);
  await page.setInputFiles('[name="file"]', file(text));
  await press(page, 'main form .btn-primary');
}

const many = (n, mark) => `rec_id,nome,cognome,data di nascita,note\n${
  Array.from({ length: n }, (_, at) => `${mark}${at},${at === 17 ? 'Zvjezdana' : 'Aurelio'},Xhurvaq${mark},${1950 + (at % 50)},z`).join('\n')}\n`;

for (const script of [true, false]) {
  const how = script ? 'with script' : 'without script';
  test(`people are taken in from a file, ${how}`, { timeout: 240_000 }, async () => {
    const page = await supervisor(script);
    await send(page, '');
    assert.match(await page.innerText('.error'), /vuoto/);

    await send(page, 'nome,cognome,sesso\nAmina,Haddad,F\nSara,Riva,donna\n');
    let said = await page.innerText('main');
    assert.match(said, /da correggere/);
    assert.match(said, /Scrivi F, M o X/);
    assert.equal(await page.locator('main button.btn-primary').count(), 0, 'nothing to confirm while a row is wrong');

    const mark = script ? 'S' : 'N';
    await send(page, many(script ? 3000 : 400, mark));
    said = await page.innerText('main');
    assert.match(said, /vanno tutte bene/);
    assert.match(said, /note/);
    await press(page, 'main form .btn-primary');
    await renewed(page, '.saved');
    assert.match(await read(page, '.saved'), script ? /3.?000 persone salvate/ : /400 persone salvate/);

    await search(page, `Zvjezdana Xhurvaq${mark}`);
    assert.match(await page.innerText('.find-list'), new RegExp(`${mark}17`));
    await page.context().close();
  });
}

test('an operator of the desk finds neither a link nor a page', async () => {
  const page = await openPage(browser);
  await login(page, house, 'desk');
  await page.goto(`${house.address}/people`);
  assert.equal(await page.locator('a[href="/people/import"]').count(), 0);
  const answer = await page.goto(`${house.address}/people/import`);
  assert.equal(answer.status(), 404);
  await page.context().close();
});
