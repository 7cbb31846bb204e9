// Erasing a person: who follows her asks and sees her name, the auditor agrees, without script, and sees
// a reference, and nobody finds her again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { key, login, open, press, search, writeDown } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';
import { lookAs, lookAt, shot } from './look.mjs';

const NAME = 'Zarkowitz Qwendoline';

let browser;
let house;
let leader;
let auditor;
let person;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  leader = await as('supervisor', {});
  auditor = await as('auditor_dpo');
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

test('sec_50 who follows her finds the way to her erasure, and is asked for a reason', async () => {
  person = await writeDown(leader, NAME);
  await leader.click('.person-head details.menu summary');
  await press(leader, `a[href="${person}/erasure"]`, /erasure|elevate/);
  await open(leader, `${person}/erasure`);
  assert.match(await leader.innerText('main'), new RegExp(NAME.split(' ')[0], 'i'));
  await lookAt(leader, 'erasure-ask', () => open(leader, `${person}/erasure`));
  await press(leader, 'main .btn-stop', `${person}/erasure`);
  assert.match(await leader.innerText('main'), /Scegli il motivo/);
  await shot(leader, 'erasure-no-reason');
  await leader.check('[name="reason"][value="request"]');
  await press(leader, 'main .btn-stop', `${person}/erasure`);
  assert.match(await leader.innerText('main'), /Ritira la richiesta/);
  assert.equal(await leader.locator('main .btn-stop').count(), 0, 'who asked does not confirm');
  await lookAt(leader, 'erasure-asked', () => open(leader, `${person}/erasure`));
});

test('sec_50 the auditor sees reference, reason and who asked, and no contents', async () => {
  await open(auditor, '/trail');
  await press(auditor, 'a[href="/erasures"]', /erasures/);
  await open(auditor, '/erasures');
  const said = await auditor.innerText('main');
  assert.match(said, new RegExp(person.split('/').pop()));
  assert.match(said, /L'ha chiesto la persona/);
  assert.doesNotMatch(said, /Zarkowitz|Qwendoline/i);
  await lookAs(auditor, '/erasures', 'erasures');
  const hers = await auditor.goto(`${house.address}${person}/erasure`);
  assert.equal(hers.status(), 404);
});

test('sec_50 the second word erases her, and nobody finds her again', async () => {
  await open(auditor, '/erasures');
  // With the keyboard alone.
  await auditor.focus(`form[action="/erasures/${person.split('/').pop()}/agree"] button`);
  await key(auditor, 'Enter', /done=erased/);
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
  await open(auditor, '/erasures');
  await auditor.fill('[name="person"]', 'Qwendoline');
  await press(auditor, 'form[action="/erasures"] .btn-stop');
  assert.equal(await auditor.locator('[aria-invalid="true"]').count() > 0, true);
  assert.equal(await auditor.inputValue('[name="person"]'), 'Qwendoline');
  await shot(auditor, 'erasures-mistyped');
  await auditor.fill('[name="person"]', '00000000-0000-4000-8000-000000000000');
  await auditor.check('[name="reason"][value="order"]');
  await press(auditor, 'form[action="/erasures"] .btn-stop');
  assert.match(await auditor.innerText('main'), /Nessuna persona ha questo riferimento/);
  assert.equal(await auditor.isChecked('[name="reason"][value="order"]'), true);
});
