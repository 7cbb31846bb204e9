// Two people at one thing (SEC-74): both texts are shown, and each word stays until someone chooses.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { login, press, writeDown } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';

let browser;
let house;
let aicha;
let abderrahim;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  [aicha, abderrahim] = await Promise.all([openPage(browser), openPage(browser)]);
  await Promise.all([login(aicha, house, 'desk'), login(abderrahim, house, 'supervisor')]);
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

/** Sends the form of the page and gives the status of the answer. */
async function send(page, form = 'main form.sheet') {
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === 'POST' && one.request().isNavigationRequest()),
    press(page, `${form} button.btn-primary`),
  ]);
  return answer.status();
}

test('two who correct one person at once lose nothing', async () => {
  const person = await writeDown(aicha, 'Yldiz Quxhari');
  await Promise.all([aicha.goto(`${house.address}${person}/correct`), abderrahim.goto(`${house.address}${person}/correct`)]);
  await abderrahim.fill('[name="given-1"]', 'Yildiz');
  await abderrahim.fill('[name="birth"]', '1991');
  await abderrahim.fill('[name="home_area"]', 'Darsena');
  assert.equal(await send(abderrahim), 303);

  await aicha.fill('[name="family-1"]', 'Quxhari Hoxha');
  await aicha.fill('[name="birth"]', '1992');
  await aicha.fill('[name="phone-1"]', '000 000 0030');
  assert.equal(await send(aicha), 409);
  const both = await aicha.innerText('main');
  for (const text of ['Abderrahim El Amrani', 'Yldiz Quxhari Hoxha', 'Yildiz Quxhari', '1992', '1991']) {
    assert.ok(both.includes(text), `the page of the conflict does not show ${text}`);
  }
  assert.equal(await aicha.inputValue('[name="phone-1"]'), '000 000 0030');
  await aicha.check('[name="keep_birth"][value="theirs"]');
  assert.equal(await send(aicha), 303);

  const kept = await aicha.innerText('main');
  assert.match(await aicha.innerText('h1'), /Yldiz Quxhari Hoxha/);
  assert.match(kept, /1991/);
  assert.match(kept, /000 000 0030/);
  await abderrahim.goto(`${house.address}${person}/history`);
  const history = await abderrahim.innerText('main');
  for (const text of ['Yildiz Quxhari', 'Yldiz Quxhari Hoxha', 'Aicha Bouazza', 'Abderrahim El Amrani']) {
    assert.ok(history.includes(text), `the history does not tell ${text}`);
  }
});

test('two who correct one contact at once see both texts', async () => {
  await aicha.goto(`${house.address}/contacts/new`);
  assert.equal(await send(aicha, 'form[data-lines]'), 303);
  const contact = new URL(aicha.url()).searchParams.get('saved');
  const address = `${house.address}/contacts/${contact}/correct`;
  await Promise.all([aicha.goto(address), abderrahim.goto(address)]);
  await abderrahim.fill('#f-theme-0', 'Rinnovo del permesso');
  assert.equal(await send(abderrahim, 'form[data-lines]'), 303);
  await aicha.fill('#f-theme-0', 'Ricerca di lavoro');
  assert.equal(await send(aicha, 'form[data-lines]'), 409);
  const both = await aicha.innerText('.conflict');
  assert.match(both, /Ricerca di lavoro/);
  assert.match(both, /Rinnovo del permesso/);
  assert.equal(await aicha.inputValue('#f-theme-0'), 'Ricerca di lavoro');
  assert.equal(await send(aicha, 'form[data-lines]'), 303);
  await aicha.goto(`${house.address}/contacts/${contact}`);
  assert.match(await aicha.innerText('main'), /Ricerca di lavoro/);
});
