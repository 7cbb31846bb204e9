// The same morning without script: a page is a form that posts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { login, press, submit } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';

let browser;
let house;
let desk;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  desk = await openPage(browser, { script: false });
  await login(desk, house, 'desk');
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

async function searchFor(name) {
  await desk.goto(`${house.address}/`);
  await desk.fill('#q', name);
  await submit(desk, '#q', /\/people\/search/);
}

test('without script, a name typed in Arabic finds the record written in Latin letters', async () => {
  await searchFor('Mohamed Elamrani');
  await press(desk, 'button[data-key="p"]', /\/people\/new/);
  await desk.fill('[name="birth"]', '3/5/1991');
  await press(desk, 'main form.sheet button.btn-primary', /saved=/);
  const address = new URL(desk.url()).pathname;
  await searchFor('محمد العمراني');
  await press(desk, `a.name[href="${address}"]`, new RegExp(address));
  assert.match(await desk.innerText('h1'), /Mohamed Elamrani/);
});

test('without script, a contact is recorded and a new person is written down for it', async () => {
  await press(desk, 'main a[data-key="c"]', /\/contacts\/new\?person=/);
  await desk.check('[name="channel"][value="phone"]');
  await desk.fill('#f-theme-0', 'Rinnovo del permesso');
  await press(desk, 'form[data-lines] button.btn-primary', /\/contacts\?saved=/);
  assert.match(await desk.innerText('ul.rows > li:first-child'), /Rinnovo del permesso · Mohamed Elamrani/);

  await desk.goto(`${house.address}/contacts/new`);
  await desk.fill('#f-theme-0', 'Ricerca di lavoro');
  await desk.fill('[name="who"]', 'Qwendoline Zarkowitz');
  await press(desk, 'form[data-lines] button.btn-primary', '/contacts');
  await press(desk, 'main button[data-key="p"]', /\/people\/new/);
  await press(desk, 'main form.sheet button.btn-primary', /\/who\?person=/);
  await press(desk, '.find-list button', /\/contacts\?saved=/);
  assert.match(await desk.innerText('ul.rows > li:first-child'), /Ricerca di lavoro · Qwendoline Zarkowitz/);
});

test('without script, what is wrong stands beside its field and what was typed stays', async () => {
  await desk.goto(`${house.address}/contacts/new`);
  await desk.fill('#f-theme-0', 'zzzz');
  await desk.fill('[name="who"]', 'Qwendoline');
  await press(desk, 'form[data-lines] button.btn-primary', '/contacts');
  assert.ok(await desk.locator('.error').count());
  assert.equal(await desk.inputValue('#f-theme-0'), 'zzzz');
  assert.equal(await desk.inputValue('[name="who"]'), 'Qwendoline');
  await press(desk, '.who form[action="/logout"] button', /\/login\?out=1/);
});
