// The house in a real browser: starts the demo on a throw-away folder, opens Chromium, and
// counts the codes of its people. Used by every *.test.mjs beside it; acts.mjs has the hands, look.mjs
// the eyes.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHmac, randomInt } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');

const START_MS_MAX = 120_000;
const STOP_MS_MAX = 10_000;
const UNTIL_MS_MAX = 60_000;
const TOTP_STEP_S = 30;
// why: below those that the system gives out by itself, to this house or to that of another file
const PORTS = [20_000, 32_000];
const BROWSER_FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-first-run',
];

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Opens Debian's Chromium, headless, with a profile of its own. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.APPRODO_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: BROWSER_FLAGS,
  });
}

const BINARY = process.env.APPRODO_BIN ?? path.join(root, 'target/debug/approdo');

/** A city of `persons` people, served by the built binary; `stop()` ends it and forgets it. */
export async function openHouse({ persons = 200, options = [] } = {}) {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'approdo-house-'));
  const data = path.join(place, 'data');
  const said = [];
  const city = spawn(BINARY, ['demo', '--data', data, '--listen', '127.0.0.1:0', '--persons', String(persons), ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let ended = null;
  city.on('error', (why) => { ended = why.message; });
  city.on('exit', (code, signal) => { ended = `exit ${code ?? signal}`; });
  for (const stream of [city.stdout, city.stderr]) stream.on('data', (bytes) => said.push(bytes));

  const end = async () => {
    if (ended === null) {
      const gone = new Promise((done) => city.once('exit', done));
      city.kill('SIGTERM');
      const late = setTimeout(() => city.kill('SIGKILL'), STOP_MS_MAX);
      await gone;
      clearTimeout(late);
    }
  };
  const stop = async () => {
    await end();
    fs.rmSync(place, { recursive: true, force: true });
  };

  try {
    const demo = await readDemo(path.join(data, 'demo.json'), () => ended && `${ended}\n${Buffer.concat(said)}`);
    const address = demo.address.includes('://') ? demo.address : `http://${demo.address}`;
    return { address: address.replace(/\/$/, ''), logins: demo.logins, data, end, stop, said: () => Buffer.concat(said).toString() };
  } catch (why) {
    await stop();
    throw why;
  }
}

/** A port of this machine that nobody uses now. */
export async function freePort() {
  for (;;) {
    const port = randomInt(...PORTS);
    const server = net.createServer();
    const free = await new Promise((done) => {
      server.once('error', () => done(false));
      server.listen(port, '127.0.0.1', () => done(true));
    });
    if (!free) continue;
    await new Promise((done) => server.close(done));
    return port;
  }
}

/** The same kind of city, served in earnest with these settings: `settings(address)` gives their text. */
export async function openServed({ persons = 20, settings }) {
  const house = await openHouse({ persons });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const config = path.join(house.data, '../approdo.toml');
  await house.end();
  fs.writeFileSync(config, settings(address));
  const said = [];
  const options = ['--config', config, '--data', house.data];
  const server = spawn(BINARY, ['serve', ...options, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let ended = false;
  server.on('exit', () => { ended = true; });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (bytes) => said.push(bytes));
  const stop = async () => {
    if (!ended) {
      const gone = new Promise((done) => server.once('exit', done));
      server.kill('SIGTERM');
      await gone;
    }
    await house.stop();
  };
  for (const end = Date.now() + START_MS_MAX; ; await sleep(100)) {
    if (ended || Date.now() > end) {
      await stop();
      throw new Error(`the service did not start: ${Buffer.concat(said)}`);
    }
    // why: until it listens, there is nobody to answer
    if (await fetch(`${address}/login`).then(({ ok }) => ok, () => false)) break;
  }
  return { address, logins: house.logins, data: house.data, config, stop, said: () => Buffer.concat(said).toString() };
}

/** A real OpenID provider in a process of its own, which sends people back to this address. */
export async function openProvider(port, back) {
  const provider = spawn(process.execPath, [path.join(here, 'provider.mjs'), String(port), back], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((done, fail) => {
    provider.stdout.once('data', done);
    provider.once('exit', (code) => fail(new Error(`the provider ended: ${code}`)));
  });
  return provider;
}

/** Gives an order on the command line to the city that is served; what it said, and its exit status. */
export function order(house, ...words) {
  const { status, stdout, stderr } = spawnSync(BINARY, [...words, '--config', house.config, '--data', house.data], { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

async function readDemo(file, whyEnded) {
  for (const end = Date.now() + START_MS_MAX; Date.now() < end; await sleep(100)) {
    const why = whyEnded();
    if (why) throw new Error(`the demo ended before it was ready: ${why}`);
    if (!fs.existsSync(file)) continue;
    try {
      return JSON.parse(fs.readFileSync(file, 'utf8'));
    } catch {
      // why: found while it was being written; the next look finds it whole
    }
  }
  throw new Error(`the demo was not ready after ${START_MS_MAX / 1000} s`);
}

/** The six digits of an authenticator (RFC 6238, SHA-1, 30 s) for a base32 secret. */
export function totp(secret, at = Date.now()) {
  let bits = '';
  for (const letter of secret.toUpperCase().replace(/[\s=]/g, '')) {
    bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0');
  }
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 1000 / TOTP_STEP_S)));
  const mac = createHmac('sha1', key).update(step).digest();
  const from = mac[19] & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const used = new Map();

/**
 * A code of each secret that counts now and was not used before: the house takes each code once
 * only, and with it the one of the half minute before and of the one to come. Whoever needs two on
 * one form asks for them together, or the first would grow old while the second is waited for.
 */
export async function freshCodes(...secrets) {
  const step = () => Date.now() / 1000 / TOTP_STEP_S;
  // why: the code of the half minute before still counts, unless it is about to be over
  const next = (secret) => Math.max(Math.floor(step() - 0.7), (used.get(secret) ?? 0) + 1);
  while (secrets.some((secret) => next(secret) > Math.floor(step()) + 1)) await sleep(500);
  return secrets.map((secret) => {
    const at = next(secret);
    used.set(secret, at);
    return totp(secret, at * TOTP_STEP_S * 1000);
  });
}

export const freshCode = async (secret) => (await freshCodes(secret))[0];

/** The log-in of a role. */
export function entry(house, role) {
  const found = house.logins.find((one) => one.role === role);
  if (!found) throw new Error(`no log-in for ${role}; there are: ${house.logins.map((one) => one.role).join(', ')}`);
  return found;
}

/** Asks again until the answer is yes, for what the house does by itself when it gets to it. */
export async function until(asks, why) {
  for (const end = Date.now() + UNTIL_MS_MAX; !(await asks()); await sleep(100)) {
    assert.ok(Date.now() < end, `${why}, within ${UNTIL_MS_MAX / 1000} s`);
  }
}

/** The pages where no script runs. */
export const scriptless = new WeakSet();

/** A page of its own: its width, with script or without, with the language of the reader. */
export async function openPage(browser, { width = 1280, height = 820, script = true, ...more } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    javaScriptEnabled: script,
    locale: 'it-IT',
    timezoneId: 'Europe/Rome',
    reducedMotion: 'reduce',
    ...more,
  });
  const page = await context.newPage();
  if (!script) scriptless.add(page);
  return page;
}
