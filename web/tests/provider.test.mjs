// Log-in by an outside provider: a real one in a process of its own, and one that lies.

import assert from 'node:assert/strict';
import { createHash, createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { press, sayCode } from './acts.mjs';
import { entry, freePort, openBrowser, openPage, openProvider, openServed, order, until } from './house.mjs';
import { axe, lookAt, shot } from './look.mjs';

const L1 = 'https://www.spid.gov.it/SpidL1';
const L2 = 'https://www.spid.gov.it/SpidL2';
const SECRET = 'a secret between the two';
const SUBJECT = 'TINIT-RSSMRA80A01F205X';
const here = path.dirname(fileURLToPath(import.meta.url));

let browser;
let house;
let liar;
let provider;
let place;
let desk;

before(async () => {
  place = fs.mkdtempSync(path.join(os.tmpdir(), 'approdo-provider-'));
  const secret = path.join(place, 'secret');
  fs.writeFileSync(secret, `${SECRET}\n`, { mode: 0o600 });
  const port = await freePort();
  liar = await openLiar();
  const said = (code, name, issuer) => `[[provider]]
code = "${code}"
name = "${name}"
issuer = "${issuer}"
client_id = "approdo"
client_secret_file = "${secret}"
acr = ["${L2}"]
`;
  const settings = (address) => `public_address = "${address}"
outgoing = ["127.0.0.1:${port}", "127.0.0.1:${liar.port}"]
${said('spid', 'SPID', `http://127.0.0.1:${port}`)}${said('liar', 'Liar', liar.issuer)}`;
  [house, browser] = await Promise.all([openServed({ settings }), openBrowser()]);
  provider = await openProvider(port, `${house.address}/login/with/spid/done`);
  desk = entry(house, 'desk');
});

after(async () => {
  await browser?.close();
  provider?.kill();
  liar?.server.close();
  await house?.stop();
  fs.rmSync(place, { recursive: true, force: true });
});

/** From our door to the provider, and back with what is said there. */
async function come(page, sub, acr, answer = 'yes', next = '/me') {
  await page.goto(`${house.address}/login?next=${next}`);
  await press(page, 'a[href*="/login/with/spid"]', /\/who\//);
  await page.fill('[name="sub"]', sub);
  await page.fill('[name="acr"]', acr);
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.url().includes('/login/with/spid/done')),
    press(page, `button[value="${answer}"]`),
  ]);
  return { status: response.status(), address: response.url() };
}

const isIn = async (page) => (await page.goto(`${house.address}/me`)) && new URL(page.url()).pathname === '/me';
const fresh = () => openPage(browser, { script: false });

test('the ways in stand on the door at every width and from the right', async () => {
  for (const locale of ['it-IT', 'en-GB']) {
    const page = await openPage(browser, { locale });
    await lookAt(page, `login-provider-${locale}`, async () => {
      await page.goto(`${house.address}/login`);
      assert.equal(await page.locator('a[href^="/login/with/"]').count(), 2);
    });
    await page.context().close();
  }
});

test('sec_63 an identity that nobody linked opens nothing, whatever it says, and is told what it is called', async () => {
  const page = await openPage(browser);
  const { status } = await come(page, SUBJECT, L2);
  assert.equal(status, 403);
  assert.equal(await page.locator('code').innerText(), SUBJECT);
  assert.deepEqual(await axe(page), []);
  await shot(page, 'provider-nobody');
  assert.equal(await isIn(page), false);
  // An e-mail as the subject is no way in either: only what was linked is.
  assert.equal((await come(page, desk.email, L2)).status, 403);
});

test('sec_57 sec_60 a link opens with the code the first time, and with the level alone from then on', async () => {
  assert.equal(order(house, 'user', 'link', '--email', desk.email, '--provider', 'nobody', '--subject', 'x').status, 1);
  const linked = order(house, 'user', 'link', '--email', desk.email, '--provider', 'spid', '--subject', SUBJECT);
  assert.equal(linked.status, 0, linked.said);
  const page = await fresh();
  assert.equal((await come(page, SUBJECT, L2)).status, 303);
  assert.equal(new URL(page.url()).pathname, '/login/code', 'an administrator alone must not open an account');
  assert.equal(await isIn(page), false, 'half-way is not in');
  const half = await fresh();
  await come(half, SUBJECT, L2);
  assert.equal(new URL(half.url()).pathname, '/login/code', 'not proved yet');
  await sayCode(half, desk.totp_secret, '/me');

  const again = await fresh();
  await come(again, SUBJECT, L2);
  assert.equal(new URL(again.url()).pathname, '/me', 'the level counts as both factors');
  const cookies = await again.context().cookies();
  for (const { name, httpOnly, secure, sameSite } of cookies) {
    assert.ok(name.startsWith('__Host-') || name.startsWith('_'), name);
    if (name.startsWith('__Host-')) assert.deepEqual([httpOnly, secure, sameSite], [true, true, 'Lax'], name);
  }
  assert.equal(cookies.some(({ name }) => name === '__Host-approdo-outside'), false, 'what was carried is gone');
});

test('sec_57 a level that the city does not require still needs the code', async () => {
  for (const level of [L1, '']) {
    const page = await fresh();
    await come(page, SUBJECT, level);
    assert.equal(new URL(page.url()).pathname, '/login/code', level);
    assert.equal(await isIn(page), false);
  }
});

test('sec_63 a return counts once, in the browser that left, for the provider it went to', async () => {
  const page = await fresh();
  const { address } = await come(page, SUBJECT, L2);
  assert.equal(new URL(page.url()).pathname, '/me');
  assert.equal((await page.goto(address)).status(), 422, 'twice');
  const other = await fresh();
  assert.equal((await other.goto(address)).status(), 422, 'another browser');
  assert.equal(await isIn(other), false);
  const one = await leave();
  const two = await leave();
  const back = (state, cookie, code = 'spid') => ask(`/login/with/${code}/done?code=x&state=${state}`, cookie);
  assert.equal((await back(two.state, one.cookie)).status, 422, 'the state of another leaving');
  assert.equal((await back(one.state, '')).status, 422, 'no cookie');
  assert.equal((await back(one.state, one.cookie, 'liar')).status, 422, 'another provider');
  assert.equal((await back('00'.repeat(32), one.cookie)).status, 422, 'a made-up state');
  assert.equal((await back(one.state, `${one.cookie.slice(0, -2)}00`)).status, 422, 'a changed cookie');
  const mixed = await ask(`/login/with/spid/done?code=x&state=${one.state}&iss=https%3A%2F%2Fevil.example`, one.cookie);
  assert.equal(mixed.status, 503, 'another issuer in the answer');
});

test('who says no at the provider comes back to a page with a way on', async () => {
  const page = await fresh();
  assert.equal((await come(page, SUBJECT, L2, 'no')).status, 422);
  assert.equal(await page.locator('main a[href="/login"]').count(), 1);
});

test('sec_61 an identity without account and one of a suspended account get the same page', async () => {
  const unlinked = await fresh();
  const first = await come(unlinked, 'TINIT-AAAAAA80A01F205X', L2);
  assert.equal(order(house, 'user', 'suspend', '--email', desk.email).status, 0);
  const suspended = await fresh();
  const second = await come(suspended, SUBJECT, L2);
  assert.equal(first.status, second.status);
  const told = async (page, subject) => (await page.content()).replaceAll(subject, '');
  assert.equal(await told(unlinked, 'TINIT-AAAAAA80A01F205X'), await told(suspended, SUBJECT));
  const unlinkedNow = order(house, 'user', 'unlink', '--email', desk.email);
  assert.match(unlinkedNow.said, /^1 links/m);
});

// A provider that lies.

const b64 = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

async function openLiar() {
  const [own, foreign] = [pair(), pair()];
  const state = { lie: {}, verifier: null };
  const server = http.createServer((request, response) => {
    const json = (value) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    const issuer = state.issuer;
    if (request.url.startsWith('/.well-known')) {
      json({
        issuer: state.lie.metadataIssuer ?? issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: state.lie.tokenEndpoint ?? `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      });
    } else if (request.url === '/jwks') {
      json({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] });
    } else if (request.url === '/token') {
      const parts = [];
      request.on('data', (bytes) => parts.push(bytes));
      request.on('end', () => {
        state.verifier = new URLSearchParams(Buffer.concat(parts).toString()).get('code_verifier');
        if (state.lie.redirect) return response.writeHead(302, { location: `${issuer}/jwks` }).end();
        json({ access_token: 'x', token_type: 'Bearer', expires_in: 60, ...(state.lie.noToken ? {} : { id_token: token() }) });
      });
    } else {
      response.writeHead(404).end();
    }
  });
  const token = () => {
    const now = Math.floor(Date.now() / 1000);
    const { header, claims, key = own.privateKey, unsigned, shared } = state.lie;
    const honest = { iss: state.issuer, sub: 'liar-1', aud: 'approdo', exp: now + 300, iat: now, auth_time: now, nonce: state.nonce, acr: L2 };
    const head = { alg: 'RS256', kid: 'own', ...header };
    const said = claims?.(honest, now) ?? honest;
    const text = `${b64(head)}.${b64(said)}`;
    if (unsigned) return `${text}.`;
    if (shared) return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
    return `${text}.${createSign('sha256').update(text).sign(key, 'base64url')}`;
  };
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  return Object.assign(state, { server, port, issuer: `http://127.0.0.1:${port}`, foreign });
}

const ask = (address, cookie) => fetch(`${house.address}${address}`, { redirect: 'manual', headers: { cookie } });

/** Leaves for a provider without a browser: the cookie and what the provider is asked. */
async function leave(code = 'spid') {
  const answer = await ask(`/login/with/${code}`, '');
  assert.equal(answer.status, 303, await answer.text());
  const cookie = answer.headers.getSetCookie()[0].split(';')[0];
  const asked = Object.fromEntries(new URL(answer.headers.get('location')).searchParams);
  return { cookie, ...asked };
}

async function lied(lie) {
  const gone = await leave('liar');
  Object.assign(liar, { lie, nonce: gone.nonce });
  const answer = await ask(`/login/with/liar/done?code=x&state=${gone.state}`, gone.cookie);
  const session = answer.headers.getSetCookie().some((line) => /^__Host-approdo(-step)?=[0-9a-f]/.test(line));
  return { status: answer.status, session, ...gone };
}

test('sec_63 the question has state, nonce, PKCE, a fresh log-in and the levels, and no secret', async () => {
  const honest = await lied({});
  assert.equal(honest.status, 403, 'believed, and nobody here');
  assert.equal(honest.code_challenge_method, 'S256');
  assert.equal(createHash('sha256').update(liar.verifier).digest('base64url'), honest.code_challenge);
  assert.equal(honest.prompt, 'login');
  assert.equal(honest.max_age, '600');
  assert.equal(honest.acr_values, L2);
  assert.equal(honest.scope, 'openid');
  assert.equal(honest.redirect_uri, `${house.address}/login/with/liar/done`);
  const second = await leave('liar');
  for (const drawn of ['state', 'nonce', 'code_challenge']) assert.notEqual(honest[drawn], second[drawn], drawn);
});

test('sec_63 a provider that lies lets nobody in', async () => {
  const claims = (change) => ({ claims: (honest, now) => ({ ...honest, ...change(now) }) });
  const lies = {
    // Each with what the log says of it: refused for this, not for something else.
    'another issuer': [/Invalid issuer/, claims(() => ({ iss: 'https://evil.example' }))],
    'an issuer with a stroke more': [/Invalid issuer/, claims(() => ({ iss: `${liar.issuer}/` }))],
    'another audience': [/Invalid audience/, claims(() => ({ aud: 'other' }))],
    'one audience too many': [/not a trusted audience/, claims(() => ({ aud: ['approdo', 'other'] }))],
    'another nonce': [/nonce mismatch/, claims(() => ({ nonce: 'x' }))],
    'no nonce': [/missing nonce/, claims(() => ({ nonce: undefined }))],
    'over since a minute': [/ID token expired/, claims((now) => ({ exp: now - 60 }))],
    'made an hour ago': [/Expired: 36/, claims((now) => ({ iat: now - 3600 }))],
    'made in an hour': [/Expired: -3/, claims((now) => ({ iat: now + 3600 }))],
    'no log-in time': [/authentication time: missing/, claims(() => ({ auth_time: undefined }))],
    'logged in this morning': [/authentication time: 36/, claims((now) => ({ auth_time: now - 3600 }))],
    'an empty subject': [/another form/, claims(() => ({ sub: '' }))],
    'a subject that breaks the line': [/another form/, claims(() => ({ sub: 'a\nb' }))],
    'another key': [/bad signature/, { key: liar.foreign.privateKey }],
    'no signature': [/No signature/, { header: { alg: 'none', kid: undefined }, unsigned: true }],
    'signed with the shared secret': [/HS256/, { header: { alg: 'HS256', kid: undefined }, shared: true }],
    'no token': [/no ID token/, { noToken: true }],
    'another issuer of itself': [/unexpected issuer/, { metadataIssuer: 'https://evil.example' }],
    'a token address that is not listed': [/may not be called/, { tokenEndpoint: 'http://127.0.0.1:9/token' }],
    'a token address elsewhere on this machine': [/may not be called/, { tokenEndpoint: `${house.address}/health` }],
    'a redirect in place of a token': [/no redirect is followed/, { redirect: true }],
  };
  for (const [name, [why, lie]] of Object.entries(lies)) {
    const before = house.said().length;
    const { status, session } = await lied(lie);
    assert.deepEqual([status, session], [503, false], name);
    // why: the log is read by another process than the answer
    await until(() => why.test(house.said().slice(before)), `the log says why: ${name}`);
  }
  assert.ok(!house.said().includes(SECRET), 'sec_56 the secret is in no log');
});
