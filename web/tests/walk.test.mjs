// A morning at the desk, with the keyboard alone: find someone under a name typed in Arabic, record
// her contact, write down who was never here, and have a colleague find it all.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answered, FIRST_FOUND, inFocus, key, login } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';

const PERSONS = 60;
const TABS_MOST = 60;

let browser;
let house;
let desk;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: PERSONS }), openBrowser()]);
  desk = await openPage(browser);
  await login(desk, house, 'desk');
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const keys = (...names) => names.reduce((done, name) => done.then(() => desk.keyboard.press(name)), Promise.resolve());

/** Presses a key that leads to another page, and waits for it. */
const turnPage = (name, address) => key(desk, name, address);

async function tabTo(selector) {
  for (let n = 0; n < TABS_MOST; n += 1) {
    if (await desk.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await desk.keyboard.press('Tab');
  }
  assert.fail(`${selector} was not reached with the Tab key`);
}

async function searchFor(name) {
  await desk.goto(house.address);
  await keys('/');
  await desk.keyboard.type(name);
  await turnPage('Enter', /\/people\/search/);
}

/** Writes a person down from a search that did not find her, and gives her address. */
async function writeDown(given, family, born) {
  await searchFor(`${given} ${family}`);
  await tabTo('button[data-key="p"]');
  await turnPage('Enter', /\/people\/new/);
  assert.equal(await desk.inputValue('[name="given-1"]'), given);
  await tabTo('[name="birth"]');
  await desk.keyboard.type(born);
  await turnPage('Control+Enter', /\/people\/[0-9a-f-]{36}\?saved/);
  return new URL(desk.url()).pathname;
}

test('a name typed in Arabic finds the record written in Latin letters', async () => {
  const address = await writeDown('Mohamed', 'Elamrani', '3/5/1991');
  await searchFor('محمد العمراني');
  const found = await desk.$$eval('.find-list a.name', (links) => links.map((link) => link.getAttribute('href')));
  assert.ok(found.includes(address), `${address} is not among ${found}`);
  await inFocus(desk, FIRST_FOUND);
  for (let n = 0; n < found.indexOf(address); n += 1) await keys('ArrowDown');
  await turnPage('Enter', new RegExp(address));
  assert.match(await desk.innerText('h1'), /Mohamed Elamrani/);
});

test('her contact is recorded with the keyboard alone, and stands on her page', async () => {
  await turnPage('c', /\/contacts\/new\?person=/);
  await inFocus(desk, 'form[data-lines] input');
  await keys('t', '2', 'a', '3');
  await desk.keyboard.type('Rinnovo del permesso');
  await keys('Tab', 'Tab', 'Tab', '4', ' ', '5');
  await keys('ArrowRight');
  await turnPage('Control+Enter', /\/contacts\?saved=/);
  assert.match(await desk.innerText('.saved'), /arabo.*rinnovo del permesso/i);
  assert.match(await desk.innerText('ul.rows > li:first-child'), /Rinnovo del permesso · Mohamed Elamrani/);
  assert.match(await desk.innerText('ul.rows > li:first-child'), /Telefono · Arabo/);
  await searchFor('محمد العمراني');
  await inFocus(desk, FIRST_FOUND);
  await turnPage('Enter', /\/people\/[0-9a-f-]{36}$/);
  assert.match(await desk.innerText('section[aria-labelledby="h-diary"]'), /Rinnovo del permesso/);
});

test('who was never here is written down from the contact itself, and the contact is hers', async () => {
  await desk.goto(house.address);
  await turnPage('n', /\/contacts\/new/);
  await keys('3');
  await desk.keyboard.type('Ricerca di lavoro');
  await tabTo('[name="who"]');
  await desk.keyboard.type('Qwendoline Zarkowitz');
  await turnPage('Control+Enter', '/contacts');
  assert.match(await desk.innerText('.saved'), /ricerca di lavoro/i);
  await tabTo('main button[data-key="p"]');
  await turnPage('Enter', /\/people\/new/);
  assert.equal(await desk.inputValue('[name="given-1"]'), 'Qwendoline');
  assert.equal(await desk.inputValue('[name="family-1"]'), 'Zarkowitz');
  await tabTo('[name="birth"]');
  await turnPage('Control+Enter', /\/contacts\/[0-9a-f-]{36}\/who\?person=/);
  await tabTo('.find-list button');
  await turnPage('Enter', /\/contacts\?saved=/);
  assert.match(await desk.innerText('ul.rows > li:first-child'), /Ricerca di lavoro · Qwendoline Zarkowitz/);
});

test('a colleague of the same team finds the contact and the person', async () => {
  const colleague = await openPage(browser);
  await login(colleague, house, 'case_worker');
  await colleague.goto(`${house.address}/contacts`);
  const row = colleague.locator('ul.rows > li', { hasText: 'Qwendoline Zarkowitz' });
  assert.match(await row.innerText(), /Ricerca di lavoro/);
  await answered(colleague, () => row.getByRole('link', { name: 'Qwendoline' }).click(), /\/people\//);
  assert.match(await colleague.innerText('h1'), /Qwendoline Zarkowitz/);
  assert.match(await colleague.innerText('main'), /Ricerca di lavoro/);
});
