// With whom a person lives, without script: found by the same search, written on both pages, ended, and gone
// from the other's page as if she never was there when she is hidden.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { login, open, press, writeDown } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';
import { lookAs } from './look.mjs';

let browser;
let house;
let desk;
let wife;
let husband;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  desk = await openPage(browser, { script: false });
  await login(desk, house, 'desk');
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

/** What can be read of it, without the marks that keep dates apart. */
const read = async (page, selector) => (await page.innerText(selector)).replace(/[\u2068\u2069]/g, '');

test('a husband is found by the search of the desk and stands on both pages', async () => {
  husband = await writeDown(desk, 'Qwentin Zarkowitz');
  wife = await writeDown(desk, 'Qwendoline Zarkowitz');
  await press(desk, `aside a[href="${wife}/household"]`);
  await desk.fill('main [name="q"]', 'Qwentin Zarkowitz');
  await press(desk, `form[action="${wife}/household/find"] button.btn-primary`);
  await press(desk, `main a[href="${wife}/household/with${husband.replace('/people', '')}"]`);
  await desk.selectOption('[name="kind"]', 'spouse');
  await desk.fill('[name="from"]', '2015-03-01');
  await desk.check('[name="depends"][value="neither"]');
  await press(desk, 'main form.sheet button.btn-primary');
  assert.match(desk.url(), /household\?saved=/);
  assert.match(await read(desk, 'main'), /marito o moglie, dal 1 marzo 2015/);
  for (const [page, other] of [[wife, 'Qwentin'], [husband, 'Qwendoline']]) {
    await open(desk, page);
    const panel = await read(desk, 'section[aria-labelledby="h-household"]');
    assert.ok(panel.includes(other) && panel.includes('vivono insieme'), panel);
  }
});

test('whoever is not there is written down and comes back to the household', async () => {
  await open(desk, `${wife}/household`);
  await desk.fill('main [name="q"]', 'Yqara Zarkowitz');
  await press(desk, `form[action="${wife}/household/find"] button.btn-primary`);
  await press(desk, `form[action="/people/new"] button`);
  await press(desk, 'main form.sheet button.btn-primary');
  assert.match(desk.url(), new RegExp(`${wife}/household/with/`));
  await desk.fill('[name="from"]', '2031-01-01');
  await press(desk, 'main form.sheet button.btn-primary');
  const text = await read(desk, 'main');
  assert.match(text, /Scegli chi è per lei/, 'without a choice it says what to choose');
  assert.equal(await desk.inputValue('[name="from"]'), '2031-01-01', 'what was typed stays');
  await desk.selectOption('[name="kind"]', 'child');
  await desk.fill('[name="from"]', '2018-05-04');
  await desk.check('[name="also_with"]');
  await press(desk, 'main form.sheet button.btn-primary');
  await open(desk, husband);
  assert.match(await read(desk, 'section[aria-labelledby="h-household"]'), /Yqara/);
});

test('the pages can be read at every width, from the right, and by axe', async () => {
  const other = `${wife}/household/with${husband.replace('/people', '')}`;
  await open(desk, `${wife}/household`);
  const tie = await desk.locator('main a[href*="/household/tie/"]').first().getAttribute('href');
  for (const [name, path] of [['panel', wife], ['page', `${wife}/household`], ['with', other], ['tie', tie]]) {
    await lookAs(desk, path, `household-${name}`);
  }
  await lookAs(desk, `${wife}/household`, 'household-find', async (page) => {
    await page.fill('main [name="q"]', 'Qwentin Zarkowitz');
    await press(page, `form[action="${wife}/household/find"] button.btn-primary`);
  });
});

test('with the keyboard alone a tie is reached, corrected and ended', async () => {
  await open(desk, `${husband}/household`);
  const link = desk.locator('main a[href*="/household/tie/"]').first();
  await link.focus();
  await Promise.all([desk.waitForEvent('load'), desk.keyboard.press('Enter')]);
  await desk.focus('[name="from"]');
  const reached = [];
  for (let key = 0; key < 20 && !reached.includes('Salva Ctrl ↵'); key += 1) {
    await desk.keyboard.press('Tab');
    reached.push(await desk.evaluate(() => document.activeElement.innerText?.trim().replace(/\s+/g, ' ') ?? ''));
  }
  assert.ok(reached.some((text) => text.startsWith('Salva')), reached.join(' | '));
  await Promise.all([desk.waitForEvent('load'), desk.keyboard.press('Enter')]);
  assert.match(desk.url(), /household\?saved=/);
});

test('sec_18 who is hidden is on the page of the other as if she never was there', async () => {
  await open(desk, `${wife}/safety`);
  if (await desk.$('#f-team')) await desk.selectOption('#f-team', { index: 1 });
  await press(desk, `form[action="${wife}/protect"] button`);
  await open(desk, husband);
  const panel = await read(desk, 'main');
  assert.ok(!panel.includes('Qwendoline') && panel.includes('Yqara'));
  await open(desk, `${husband}/household`);
  assert.ok(!(await read(desk, 'main')).includes('Qwendoline'));
  assert.equal((await desk.goto(`${house.address}${wife}/household`)).status(), 404);
});
