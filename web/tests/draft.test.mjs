// What was typed comes back after a new log-in (SEC-58): nobody writes a page twice.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, login, press, search } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';

let browser;
let house;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

async function fillIn(page, theme) {
  await page.goto(`${house.address}/contacts/new`);
  await page.fill('#f-theme-0', theme);
  await page.fill('[name="who"]', 'سميرة الخطيب');
}

test('sec_58 a form sent after the log-out in another tab is found again after the log-in', async () => {
  const page = await openPage(browser);
  await login(page, house, 'desk');
  await fillIn(page, 'Rinnovo del permesso');
  await page.waitForFunction(() => document.querySelector('[data-draft-says]').textContent.trim() !== '');
  const other = await page.context().newPage();
  await other.goto(house.address);
  await press(other, 'form[action="/logout"] button', '/login');
  await press(page, 'form[data-lines] button.btn-primary', '/login');
  await enter(page, house, 'desk');
  await page.goto(`${house.address}/contacts/new`);
  assert.equal(await page.inputValue('#f-theme-0'), 'Rinnovo del permesso');
  assert.equal(await page.inputValue('[name="who"]'), 'سميرة الخطيب');
  assert.match(await page.innerText('[data-draft-says]'), /\S/);
  await page.context().close();
});

test('sec_58 a form sent without script into a session that was ended elsewhere is kept and found again', async () => {
  const [page, elsewhere] = await Promise.all([openPage(browser, { script: false }), openPage(browser)]);
  await login(page, house, 'case_worker');
  await fillIn(page, 'Ricerca di lavoro');
  await login(elsewhere, house, 'case_worker');
  await elsewhere.goto(`${house.address}/me`);
  await press(elsewhere, 'form[action="/me/sessions"] button', /\/me\?saved=1/);
  await press(page, 'form[data-lines] button.btn-primary', /\/login\?kept=1/);
  await enter(page, house, 'case_worker');
  assert.match(page.url(), /\/contacts\/new$/);
  assert.equal(await page.inputValue('#f-theme-0'), 'Ricerca di lavoro');
  assert.equal(await page.inputValue('[name="who"]'), 'سميرة الخطيب');
});

test('sec_58 a person who was being written down is not lost with the session', async () => {
  const [page, elsewhere] = await Promise.all([openPage(browser), openPage(browser)]);
  await login(page, house, 'supervisor');
  await search(page, 'Zxqwvj Qwrtpk');
  await press(page, 'main button[data-key="p"]', '/people/new');
  await page.fill('[name="home_area"]', 'Darsena');
  await login(elsewhere, house, 'supervisor');
  await elsewhere.goto(`${house.address}/me`);
  await press(elsewhere, 'form[action="/me/everywhere"] button', '/login');
  await press(page, 'main form.sheet button.btn-primary', /\/login\?kept=1/);
  await enter(page, house, 'supervisor');
  assert.match(page.url(), /\/people\/new$/);
  assert.equal(await page.inputValue('[name="given-1"]'), 'Zxqwvj');
  assert.equal(await page.inputValue('[name="home_area"]'), 'Darsena');
  await press(page, 'main form.sheet button.btn-primary', /\/people\/[0-9a-f-]{36}/);
  await page.goto(`${house.address}/people/new`);
  assert.match(page.url(), /\/people$/, 'the draft is forgotten once she is saved');
});
