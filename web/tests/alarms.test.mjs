// The trail under the auditor's eyes: a search for a protected name rings for her without naming anybody,
// she says what it was, and she takes the list of a breach along, once. Without script; then every page at
// every width and from the right.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { beside, hide, login, open, press, search, writeDown } from './acts.mjs';
import { openBrowser, openHouse, openPage, until } from './house.mjs';
import { axe, lookAt, shot } from './look.mjs';

const NAME = 'Zarkowitz Qwendoline';
const BREACH = '/trail/breach?from=2020-01-01&to=2100-01-01&account=';

let browser;
let house;
let auditor;
let person;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  auditor = await openPage(browser, { script: false });
  await login(auditor, house, 'auditor_dpo');
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

test('sec_48 a search for a hidden person shows nobody to the desk and rings for the auditor', async () => {
  const desk = await openPage(browser, { script: false });
  await login(desk, house, 'desk');
  person = await writeDown(desk, NAME);
  await hide(desk, person);
  await search(desk, NAME);
  assert.equal(await desk.locator(`main a[href="${person}"]`).count(), 0);
  await until(async () => {
    await auditor.goto(`${house.address}/trail/alarms`);
    return /nome di una persona protetta/.test(await auditor.innerText('main'));
  }, 'it rings');
  const page = await auditor.innerText('main');
  assert.ok(!page.includes('Zarkowitz') && !(await auditor.content()).includes(person.split('/')[2]));
});

test('sec_48 Today says that alarms wait, and the auditor says what one was', async () => {
  await auditor.goto(`${house.address}/`);
  assert.match(await auditor.innerText('main'), /aspett/);
  await press(auditor, 'main a[href="/trail/alarms"]', /\/trail\/alarms/);
  const row = auditor.locator('tr', { hasText: 'nome di una persona protetta' });
  const address = await row.locator('a[href^="/trail/alarms/review"]').getAttribute('href');
  await open(auditor, address);
  await press(auditor, 'main form[action="/trail/alarms/review"] button.btn-primary');
  assert.equal(await auditor.locator('[aria-invalid="true"]').count(), 1, 'without words nothing is kept');
  await auditor.fill('[name="words"]', 'Prova concordata con la squadra');
  await press(auditor, 'main form[action="/trail/alarms/review"] button.btn-primary', /\/trail\/alarms$/);
  assert.match(await auditor.innerText('main'), /Prova concordata con la squadra/);
});

test('sec_67 sec_85 the list of a breach leaves once, with reason and watermark', async () => {
  await auditor.goto(`${house.address}${BREACH}`);
  await auditor.selectOption('[name="reason"]', 'breach_notice');
  await auditor.fill('[name="words"]', 'Notifica al Garante');
  await press(auditor, 'main form[action="/trail/breach"][method="post"] button.btn-primary', /\/exports\//);
  const address = new URL(auditor.url()).pathname;
  const [file] = await Promise.all([
    auditor.waitForEvent('download'),
    auditor.click(`main form[action="${address}"] button`),
  ]);
  assert.match(file.suggestedFilename(), /^approdo-breach-[0-9-]+-[0-9a-f-]+\.csv$/);
  const lines = fs.readFileSync(await file.path(), 'utf8').trimEnd().split('\n');
  assert.match(lines[0], /^person,account,name,session/);
  assert.ok(lines.at(-1).includes(address.split('/')[2]), lines.at(-1));
  await auditor.reload();
  assert.equal(await auditor.locator(`main form[action="${address}"]`).count(), 0, 'once');
  await auditor.goto(`${house.address}/exports`);
  assert.match(await auditor.innerText('main'), /Notifica al Garante/);
});

test('sec_48 her protected team reads on Today and on her page who searched for her', async () => {
  const page = await openPage(browser);
  await login(page, house, 'protected_worker');
  await page.goto(`${house.address}/`);
  const found = page.locator(`main a[href="${person}/safety"]`);
  assert.equal(await found.count(), 1);
  assert.deepEqual(await axe(page), []);
  await shot(page, 'alarms-today-protected');
  await open(page, `${person}/safety`);
  assert.match(await page.innerText('main'), /Chi l’ha cercata/);
  await shot(page, 'alarms-safety-protected');
  assert.deepEqual(await axe(page), []);
  await page.context().close();
});

test('the pages of alarms and exports can be read at every width and from the right', () => beside(auditor, {}, async (page) => {
  await open(page, '/trail/alarms/review?kind=none&who=x&hour=1');
  await page.goto(`${house.address}${BREACH}`);
  await page.selectOption('[name="reason"]', 'oversight');
  await page.fill('[name="words"]', 'Prova');
  await page.check('[name="to_whom"][value="command_line"]');
  await press(page, 'main form[action="/trail/breach"][method="post"] button.btn-primary', /\/exports\//);
  const handed = new URL(page.url()).pathname;
  await page.goto(`${house.address}/trail/alarms`);
  const waits = page.locator('a[href^="/trail/alarms/review"]').first();
  const review = (await waits.count()) ? await waits.getAttribute('href') : null;
  const all = { today: '/', list: '/trail/alarms', breach: BREACH, handed, exports: '/exports', trail: '/trail' };
  for (const [name, address] of Object.entries(review ? { ...all, review } : all)) {
    await lookAt(page, `alarms-${name}`, () => page.goto(`${house.address}${address}`));
  }
}));
