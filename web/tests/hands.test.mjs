// What hands do at the desk: the language before the log-in, the keys after a search, the folded
// menu of a narrow bar; with script and without.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FIRST_FOUND, inFocus, key, login, press, sayPassword, search } from './acts.mjs';
import { entry, openBrowser, openHouse, openPage } from './house.mjs';
import { axe } from './look.mjs';

let browser;
let house;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const lang = (page) => page.getAttribute('html', 'lang');

// why a role each: the house takes every code once, and waiting for the next one takes half a minute
for (const [script, role] of [[true, 'desk'], [false, 'case_worker']]) {
  const how = script ? 'with script' : 'without script';

  test(`the language changes before the log-in and the e-mail stays, ${how}`, async () => {
    const page = await openPage(browser, { width: 360, script });
    await page.goto(`${house.address}/login?next=/people`);
    await page.fill('[name="email"]', 'elena@portalba.example');
    await press(page, 'header button[name="tongue"]');
    assert.equal(await lang(page), 'en');
    assert.equal(await page.inputValue('[name="email"]'), 'elena@portalba.example');
    assert.equal(await page.inputValue('[name="next"]'), '/people');
    await page.goto(`${house.address}/login`);
    assert.equal(await lang(page), 'en', 'the browser remembers');

    // Enter is for the log-in, in whatever language the page is.
    await sayPassword(page, entry(house, 'mediator'));
    assert.equal(await lang(page), 'en');
    await page.context().close();
  });

  test(`after a search the focus stands on the first person, ${how}`, async () => {
    const page = await openPage(browser, { script });
    await login(page, house, role);
    await search(page, 'Mohamed');
    assert.ok((await page.locator('.find-list a.name').count()) > 0);
    await inFocus(page, FIRST_FOUND);
    await key(page, 'Enter', /\/people\/[0-9a-f-]{36}/);
    await page.context().close();
  });
}

test('P after a search is a key, not a letter, and brings what was typed to the new person', async () => {
  const page = await openPage(browser);
  await login(page, house, 'supervisor');
  for (const who of ['Mohamed', 'Zxqwvj Qwrtpk']) {
    await search(page, who);
    await key(page, 'p', '/people/new');
    assert.equal(await page.inputValue('[name="given-1"]'), who.split(' ')[0]);
  }
  await page.context().close();
});

test('a narrow bar folds into a menu that opens without script and closes with Escape', async () => {
  const page = await openPage(browser, { width: 360 });
  await login(page, house, 'protected_worker');
  assert.ok((await page.locator('header.bar').boundingBox()).height <= 120, 'the bar leaves room for the page');
  const menu = page.locator('.bar-menu');
  await menu.locator('summary').press('Enter');
  assert.deepEqual(await menu.locator('nav a').allInnerTexts(), ['Oggi', 'Persone', 'Contatti']);
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  assert.equal(await menu.getAttribute('open'), null);
  assert.equal(await page.locator('.bar-menu summary:focus').count(), 1);
  await page.context().close();

  const bare = await openPage(browser, { width: 360, script: false });
  await login(bare, house, 'case_worker');
  await bare.click('.bar-menu summary');
  await press(bare, '.bar-menu nav a[href="/people"]', '/people');
  await bare.context().close();
});

test('on paper there are no bars and no buttons', async () => {
  const page = await openPage(browser);
  await login(page, house, 'desk');
  await search(page, 'Mohamed');
  await inFocus(page, FIRST_FOUND);
  await key(page, 'Enter', /\/people\/[0-9a-f-]{36}/);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('header.bar, footer, .btn, nav, summary, .keycap').filter({ visible: true }).count(), 0);
  assert.equal(await page.locator('h1').filter({ visible: true }).count(), 1);
  await page.context().close();
});

test('a search goes on while someone types, one for each rest of the hands, and the focus stays', async () => {
  const page = await openPage(browser);
  await login(page, house, 'desk');
  await page.goto(`${house.address}/people`);
  const asked = [];
  page.on('request', (request) => { if (request.url().endsWith('/people/search')) asked.push(request.method()); });
  await inFocus(page, 'main [name="q"]');
  await page.keyboard.type('Mohamed El', { delay: 30 });
  await page.waitForSelector('#found .find-list a.name');
  assert.deepEqual(asked, ['POST']);
  assert.equal(await page.evaluate(() => document.activeElement.name), 'q');
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.evaluate(() => document.activeElement.matches('#found .find-list li:first-child a.name')));
  await key(page, 'Enter', /\/people\/[0-9a-f-]{36}$/);
  await page.context().close();
});
