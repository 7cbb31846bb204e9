// Hiding a person from the desk, without script: who hides her sees her no more, and her protected
// team still does.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, elevate, login, openBrowser, openHouse, openPage, overflow, shot, turn, WIDTHS } from './house.mjs';

let browser;
let house;
let desk;
let person;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  desk = await openPage(browser, { script: false });
  await login(desk, house, 'desk');
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const press = (page, selector, address) => Promise.all([page.waitForURL(address), page.click(selector)]);

async function search(page, name) {
  await page.goto(`${house.address}/people`);
  await page.fill('main [name="q"]', name);
  await Promise.all([page.waitForURL(/\/people\/search/), page.press('main [name="q"]', 'Enter')]);
}

test('sec_18 the page of her safety can be read at every width and from the right', async () => {
  await search(desk, 'Zarkowitz Qwendoline');
  await press(desk, 'button[data-key="p"]', /\/people\/new/);
  await press(desk, 'main form.sheet button.btn-primary', /saved=/);
  person = new URL(desk.url()).pathname;
  for (const width of WIDTHS) {
    const page = await openPage(browser, { width });
    await login(page, house, 'desk');
    await page.goto(`${house.address}${person}/safety`);
    await shot(page, `safety-${width}`);
    assert.deepEqual(await axe(page), []);
    assert.equal((await overflow(page)).pixels, 0);
    await turn(page);
    await shot(page, `safety-${width}-rtl`);
    assert.equal((await overflow(page)).pixels, 0);
    await page.context().close();
  }
});

test('sec_18 whoever hides her sees her no more, and is told so', async () => {
  await desk.goto(`${house.address}${person}/safety`);
  const choice = await desk.$('#f-team');
  if (choice) await desk.selectOption('#f-team', { index: 1 });
  await press(desk, `form[action="${person}/protect"] button`, /\/people\?done=hidden/);
  assert.match(await desk.innerText('main'), /la vede solo l'équipe protetta/);
  await search(desk, 'Zarkowitz Qwendoline');
  assert.equal(await desk.locator(`main a[href="${person}"]`).count(), 0);
});

test('sec_10 her page answers the desk like that of a person who does not exist', async () => {
  const answer = async (path) => {
    const response = await desk.goto(`${house.address}${path}`);
    const page = await desk.innerText('main');
    return { status: response.status(), page: page.replace(/[0-9a-f]{6,}/g, '') };
  };
  const nobody = await answer('/people/00000000-0000-4000-8000-000000000000');
  assert.equal(nobody.status, 404);
  assert.deepEqual(await answer(person), nobody);
  assert.deepEqual(await answer(`${person}/safety`), nobody);
});

test('sec_18 her protected team opens her after the second factor', async () => {
  const page = await openPage(browser);
  await login(page, house, 'protected_worker');
  await page.goto(`${house.address}${person}`);
  if (new URL(page.url()).pathname === '/elevate' || (await page.locator('[name="code"]').count())) {
    await elevate(page, house, 'protected_worker');
  }
  await page.goto(`${house.address}${person}/safety`);
  assert.match(await page.innerText('main'), /È sotto protezione/);
  await shot(page, 'safety-protected');
  assert.deepEqual(await axe(page), []);
});
