// Hiding a person from the desk, without script: who hides her sees her no more, and her protected
// team still does.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hide, login, open, search, writeDown } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';
import { axe, lookAs, shot } from './look.mjs';

const NAME = 'Zarkowitz Qwendoline';

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

test('sec_18 the page of her safety can be read at every width and from the right', async () => {
  person = await writeDown(desk, NAME);
  await lookAs(desk, `${person}/safety`, 'safety');
});

test('sec_18 whoever hides her sees her no more, and is told so', async () => {
  await hide(desk, person);
  assert.match(await desk.innerText('main'), /la vede solo l'équipe protetta/);
  await search(desk, NAME);
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
  await open(page, person);
  await page.goto(`${house.address}${person}/safety`);
  assert.match(await page.innerText('main'), /È sotto protezione/);
  await shot(page, 'safety-protected');
  assert.deepEqual(await axe(page), []);
});
