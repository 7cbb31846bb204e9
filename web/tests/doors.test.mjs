// One account, every door: whatever way its session began, each route answers it alike (SEC-05).

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { elevate, holdKey, login, press, sayCode, sayPassword } from './acts.mjs';
import { freePort, openBrowser, openPage, openProvider, openServed, order } from './house.mjs';
import { look } from './look.mjs';

const L2 = 'https://www.spid.gov.it/SpidL2';
const SUBJECT = 'TINIT-RSSMRA80A01F205X';
const PASSWORD = 'il gatto beve latte freddo';
const NOBODY = '3f0c6c1e-7b1a-4c7e-9f5d-2a5b8c9d0e1f';
const here = path.dirname(fileURLToPath(import.meta.url));

let browser;
let house;
let provider;
let place;

before(async () => {
  place = fs.mkdtempSync(path.join(os.tmpdir(), 'approdo-doors-'));
  const secret = path.join(place, 'secret');
  fs.writeFileSync(secret, 'a secret between the two\n', { mode: 0o600 });
  const port = await freePort();
  const named = (address) => address.replace('127.0.0.1', 'localhost');
  const settings = (address) => `public_address = "${named(address)}"
outgoing = ["127.0.0.1:${port}"]
[[provider]]
code = "spid"
name = "SPID"
issuer = "http://127.0.0.1:${port}"
client_id = "approdo"
client_secret_file = "${secret}"
acr = ["${L2}"]
`;
  [house, browser] = await Promise.all([openServed({ settings }), openBrowser()]);
  house.address = named(house.address);
  provider = await openProvider(port, `${house.address}/login/with/spid/done`);
});

after(async () => {
  await browser?.close();
  provider?.kill();
  await house?.stop();
  fs.rmSync(place, { recursive: true, force: true });
});

const fresh = () => openPage(browser);

/** One request as a browser of this session sends it. */
function ask(cookie, method, route, fields) {
  const { host, port } = new URL(house.address);
  const body = fields && new URLSearchParams(fields).toString();
  const headers = { host, cookie, 'accept-language': 'it', 'sec-fetch-site': method === 'GET' ? 'none' : 'same-origin' };
  if (body !== undefined) Object.assign(headers, { origin: house.address, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) });
  return new Promise((done, fail) => {
    const request = http.request({ host: '127.0.0.1', port, method, path: route, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, to: answer.headers.location ?? '', body: Buffer.concat(parts).toString() }));
    });
    request.on('error', fail);
    request.end(body);
  });
}

async function cookieOf(page) {
  const held = await page.context().cookies(house.address);
  const { name, value } = held.find((cookie) => cookie.name === '__Host-approdo');
  return `${name}=${value}`;
}

/** Every route of the service, from the list that the suite holds against the source. */
function routes() {
  const text = fs.readFileSync(path.join(here, '../../crates/approdo/tests/routes.rs'), 'utf8');
  const listed = text.split('const ROUTES')[1].split('];')[0];
  const found = [...listed.matchAll(/\("(\/[^"]*)", "[^"]*"\)/g)].map(([, route]) => route);
  assert.ok(found.length > 50, `${found.length} routes`);
  return found;
}

// Those that end the session, or are about how it began.
const APART = /^\/(login|logout|elevate|invitation|me\/everywhere|me\/passkeys|assets|demo)\b/;

/** What a page says, without what is drawn for each showing of it. */
const plain = (body) => body
  .replace(/(name="(_csrf|_once)" value=")[0-9a-f]*/g, '$1')
  .replace(/\d{1,2}[:.]\d{2}/g, 'TIME');

/** Whatever every route answers to this session, asked with real ids and with one that nobody has. */
async function answers(page, ids) {
  const cookie = await cookieOf(page);
  const csrf = (await ask(cookie, 'GET', '/me')).body.match(/name="_csrf" value="([0-9a-f]+)"/)[1];
  const said = new Map();
  for (const route of routes().filter((one) => !APART.test(one))) {
    for (const id of route.includes('{id}') ? [NOBODY, ...ids] : ['']) {
      const address = route.replace('{id}', id).replace('{account}', NOBODY).replace('{*form}', 'people/new');
      const got = await ask(cookie, 'GET', address);
      // why: one's own page lists the sessions and keys, which differ from door to door
      said.set(`GET ${address}`, `${got.status} ${got.to} ${address === '/me' ? '' : plain(got.body)}`);
      // why: what has an effect would change what the next door sees
      if (id && id !== NOBODY) continue;
      const form = { _csrf: csrf, _once: randomBytes(16).toString('hex'), _version: '99' };
      const sent = await ask(cookie, 'POST', address, form);
      said.set(`POST ${address}`, `${sent.status} ${sent.to.replace(/\?.*/, '')}`);
    }
  }
  return said;
}

/** Two persons, one of them hidden, and a contact, as the desk records them; their ids. */
async function recorded(page) {
  const cookie = await cookieOf(page);
  const csrf = (await ask(cookie, 'GET', '/me')).body.match(/name="_csrf" value="([0-9a-f]+)"/)[1];
  const send = async (route, fields) => {
    const sent = await ask(cookie, 'POST', route, { _csrf: csrf, _once: randomBytes(16).toString('hex'), ...fields });
    assert.equal(sent.status, 303, `${route}: ${sent.body}`);
    return sent.to.match(/[0-9a-f-]{36}/)?.[0];
  };
  const [seen, hidden] = [
    await send('/people', { 'given-1': 'Amina', 'family-1': 'Haddad' }),
    await send('/people', { 'given-1': 'Leila', 'family-1': 'Karimi' }),
  ];
  await send(`/people/${hidden}/protect`, {});
  const contact = { channel: 'desk', language: 'ar', theme: 'housing.renting', given: 'guide', minutes: '10', outcome: 'informed', notice: 'not_given' };
  await send('/contacts', contact);
  const [, own] = (await ask(cookie, 'GET', '/contacts')).body.match(/href="\/contacts\/([0-9a-f-]{36})/);
  return [seen, hidden, own];
}

/** Opens a link, chooses the password and connects a phone; gives the phone's secret. */
async function accept(page, link) {
  await page.goto(`${house.address}${link}`);
  const secret = (await page.locator('code.code-once').innerText()).replace(/\s/g, '');
  await page.fill('[name="password"]', PASSWORD);
  await page.fill('[name="again"]', PASSWORD);
  await sayCode(page, secret, '/login/passkey/new');
  await page.waitForSelector('[data-passkey]:visible');
  await look(page, 'passkey-first');
  await press(page, 'a[href="/login?ready=1"]', '/login');
  return secret;
}

async function password(page, email) {
  await page.goto(`${house.address}/login?next=/me`);
  await sayPassword(page, { email, password: PASSWORD });
}

const code = (page, secret) => sayCode(page, secret, '/me');

/** Goes to the provider and comes back, to the code or in. */
async function byProvider(page, address) {
  await page.goto(`${house.address}/login?next=/me`);
  await press(page, 'a[href*="/login/with/spid"]', /\/who\//);
  await page.fill('[name="sub"]', SUBJECT);
  await page.fill('[name="acr"]', L2);
  await press(page, 'button[value="yes"]', address);
}

/** Two people give a new start: the command line asks, an administrator agrees. */
async function newStart(email) {
  const asked = order(house, 'user', 'reset', '--email', email);
  assert.equal(asked.status, 0, asked.said);
  const page = await fresh();
  await login(page, house, 'sysadmin');
  await page.goto(`${house.address}/elevate?next=/users`);
  await elevate(page, '/users');
  await page.goto(`${house.address}/users?text=${encodeURIComponent(email)}`);
  await press(page, 'main a[href^="/users/"]:not([href="/users/new"])', /\/users\//);
  await press(page, 'form[action$="/agree"] button');
  const link = (await page.locator('main').innerText()).match(/\/invitation\/[0-9a-f]{64}/)[0];
  await page.context().close();
  return link;
}

test('sec_05 sec_57 a session is decided on alike whatever door it came through', async () => {
  const email = 'nuova.collega@portalba.example';
  const desk = await fresh();
  await login(desk, house, 'desk');
  const ids = await recorded(desk);

  const team = (await desk.locator('header').innerText()).match(/(\S+), Portalba/)[1];
  const invited = order(house, 'user', 'invite', '--email', email, '--name', 'Nuova Collega', '--role', 'desk', '--team', team);
  assert.equal(invited.status, 0, invited.said);
  const doors = new Map();
  const keep = async (name, page) => doors.set(name, await answers(page, ids));

  const first = await fresh();
  const secret = await accept(first, invited.said.match(/\/invitation\/[0-9a-f]{64}/)[0]);
  await password(first, email);
  await code(first, secret);
  // why: refused forms are kept as drafts, which Today then shows; from the second time on nothing changes
  await answers(first, ids);
  await keep('after an invitation', first);

  const byCode = await fresh();
  await password(byCode, email);
  await code(byCode, secret);
  await keep('password and code', byCode);

  const key = await holdKey(byCode);
  await byCode.goto(`${house.address}/elevate?next=/me/passkeys/new`);
  await sayCode(byCode, secret, '/me/passkeys/new');
  await byCode.fill('[name="name"]', 'Chiavetta');
  await press(byCode, '[data-passkey] button', '/me');
  assert.equal((await key.credentials()).length, 1);
  assert.equal((await ask(await cookieOf(first), 'GET', '/me')).status, 303, 'sec_59: the other session ended');
  await byCode.context().clearCookies();
  await password(byCode, email);
  await press(byCode, '[data-passkey] button', '/me');
  await keep('password and passkey', byCode);

  const linked = order(house, 'user', 'link', '--email', email, '--provider', 'spid', '--subject', SUBJECT);
  assert.equal(linked.status, 0, linked.said);
  const proving = await fresh();
  await byProvider(proving, '/login/code');
  await code(proving, secret);
  await keep('a provider and the code', proving);
  const provided = await fresh();
  await byProvider(provided, '/me');
  await keep('a provider that vouches for the level', provided);

  const link = await newStart(email);
  assert.equal((await ask(await cookieOf(provided), 'GET', '/me')).status, 303, 'sec_60: whatever was open is closed');
  const again = await fresh();
  const other = await accept(again, link);
  await password(again, email);
  assert.equal(await again.locator('[data-passkey]').count(), 0, 'sec_60: the keys are gone');
  await code(again, other);
  await keep('after a new start', again);

  const [[, wanted], ...others] = doors;
  const statuses = new Set([...wanted.values()].map((said) => said.slice(0, 3)));
  for (const status of ['200', '404', '405', '422']) assert.ok(statuses.has(status), `${status} is among the answers: ${[...statuses]}`);
  for (const [door, said] of others) {
    const differing = [...wanted].filter(([route, answer]) => said.get(route) !== answer).map(([route, answer]) => {
      const other = said.get(route) ?? '';
      const from = Math.max(0, [...answer].findIndex((letter, n) => letter !== other[n]) - 40);
      return `${route}: ${answer.slice(from, from + 120)} / ${other.slice(from, from + 120)}`;
    });
    assert.deepEqual(differing, [], door);
    assert.equal(said.size, wanted.size);
  }
  console.log(`${doors.size} doors, ${wanted.size} requests each, the same answers`);
  // Another account is answered otherwise: the comparison would see it.
  const theirs = await answers(desk, ids);
  assert.notDeepEqual([...theirs], [...wanted]);
});
