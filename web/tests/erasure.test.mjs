// Erasing a person: who follows her asks and sees her name, the auditor agrees, without script, and sees
// a reference, and nobody finds her again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, elevate, login, openBrowser, openHouse, openPage, overflow, shot, turn, WIDTHS } from './house.mjs';

const NAME = 'Zarkowitz Qwendoline';

let browser;
let house;
let leader;
let auditor;
let eyes;
let person;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  leader = await as('supervisor', {});
  auditor = await as('auditor_dpo');
  // The same auditor where script runs, which only looks.
  eyes = await as('auditor_dpo', {});
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

async function as(role, options = { script: false }) {
  const page = await openPage(browser, options);
  await login(page, house, role);
  return page;
}

const press = (page, selector, address) => Promise.all([page.waitForURL(address), page.click(selector)]);

/** Opens a page, entering the second factor where it asks. */
async function open(page, role, address) {
  await page.goto(`${house.address}${address}`);
  if (await page.locator('main [name="code"]').count()) {
    await elevate(page, house, role);
    await page.goto(`${house.address}${address}`);
  }
}

async function search(page, name) {
  await page.goto(`${house.address}/people`);
  await page.fill('main [name="q"]', name);
  await Promise.all([page.waitForURL(/\/people\/search/), page.press('main [name="q"]', 'Enter')]);
}

async function looked_at(page, role, address, name) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 820 });
    await open(page, role, address);
    await shot(page, `${name}-${width}`);
    assert.deepEqual(await axe(page), []);
    assert.equal((await overflow(page)).pixels, 0);
    await turn(page);
    await shot(page, `${name}-${width}-rtl`);
    assert.equal((await overflow(page)).pixels, 0);
  }
}

test('sec_50 who follows her finds the way to her erasure, and is asked for a reason', async () => {
  await search(leader, NAME);
  await press(leader, 'button[data-key="p"]', /\/people\/new/);
  await press(leader, 'main form.sheet button.btn-primary', /saved=/);
  person = new URL(leader.url()).pathname;
  await leader.click('.person-head details.menu summary');
  await press(leader, `a[href="${person}/erasure"]`, /erasure|elevate/);
  await open(leader, 'supervisor', `${person}/erasure`);
  assert.match(await leader.innerText('main'), new RegExp(NAME.split(' ')[0], 'i'));
  await looked_at(leader, 'supervisor', `${person}/erasure`, 'erasure-ask');
  await leader.click('main .btn-stop');
  assert.match(await leader.innerText('main'), /Scegli il motivo/);
  await shot(leader, 'erasure-no-reason');
  await leader.check('[name="reason"][value="request"]');
  await press(leader, 'main .btn-stop', new RegExp(`${person}/erasure$`));
  assert.match(await leader.innerText('main'), /Ritira la richiesta/);
  assert.equal(await leader.locator('main .btn-stop').count(), 0, 'who asked does not confirm');
  await looked_at(leader, 'supervisor', `${person}/erasure`, 'erasure-asked');
});

test('sec_50 the auditor sees reference, reason and who asked, and no contents', async () => {
  await open(auditor, 'auditor_dpo', '/trail');
  await press(auditor, 'a[href="/erasures"]', /erasures/);
  await open(auditor, 'auditor_dpo', '/erasures');
  const said = await auditor.innerText('main');
  assert.match(said, new RegExp(person.split('/').pop()));
  assert.match(said, /L'ha chiesto la persona/);
  assert.doesNotMatch(said, /Zarkowitz|Qwendoline/i);
  await looked_at(eyes, 'auditor_dpo', '/erasures', 'erasures');
  const hers = await auditor.goto(`${house.address}${person}/erasure`);
  assert.equal(hers.status(), 404);
});

test('sec_50 the second word erases her, and nobody finds her again', async () => {
  await open(auditor, 'auditor_dpo', '/erasures');
  // With the keyboard alone.
  await auditor.focus(`form[action="/erasures/${person.split('/').pop()}/agree"] button`);
  await Promise.all([auditor.waitForURL(/done=erased/), auditor.keyboard.press('Enter')]);
  assert.match(await auditor.innerText('main'), /La persona è stata cancellata/);
  assert.match(await auditor.innerText('main'), /Nessuna richiesta/);
  await shot(auditor, 'erasures-done');
  await search(leader, NAME);
  assert.equal(await leader.locator(`main a[href="${person}"]`).count(), 0);
  for (const page of [person, `${person}/erasure`, `${person}/history`]) {
    assert.equal((await leader.goto(`${house.address}${page}`)).status(), 404);
  }
});

test('sec_50 what the auditor mistypes is said beside its field', async () => {
  await open(auditor, 'auditor_dpo', '/erasures');
  await auditor.fill('[name="person"]', 'Qwendoline');
  await auditor.click('form[action="/erasures"] .btn-stop');
  assert.equal(await auditor.locator('[aria-invalid="true"]').count() > 0, true);
  assert.equal(await auditor.inputValue('[name="person"]'), 'Qwendoline');
  await shot(auditor, 'erasures-mistyped');
  await auditor.fill('[name="person"]', '00000000-0000-4000-8000-000000000000');
  await auditor.check('[name="reason"][value="order"]');
  await auditor.click('form[action="/erasures"] .btn-stop');
  assert.match(await auditor.innerText('main'), /Nessuna persona ha questo riferimento/);
  assert.equal(await auditor.isChecked('[name="reason"][value="order"]'), true);
});
