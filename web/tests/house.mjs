// The house in a real browser: starts the demo on a throw-away folder, opens Chromium, logs in, and
// looks at pages the way people and axe do. Used by every *.test.mjs beside it.

import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');

const START_MS_MAX = 120_000;
const STOP_MS_MAX = 10_000;
const TOTP_STEP_S = 30;
const BROWSER_FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-first-run',
];
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** The widths every page is looked at: a phone and a desk. */
export const WIDTHS = [360, 1280];

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
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
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
 * A code of this secret that counts now and was not used before: the house takes each code once
 * only, and with it the one of the half minute before and of the one to come.
 */
export async function freshCode(secret) {
  const step = () => Date.now() / 1000 / TOTP_STEP_S;
  // why: the code of the half minute before still counts, unless it is about to be over
  const first = Math.floor(step() - 0.7);
  const next = Math.max(first, (used.get(secret) ?? 0) + 1);
  while (next > Math.floor(step()) + 1) await sleep(500);
  used.set(secret, next);
  return totp(secret, next * TOTP_STEP_S * 1000);
}

/** Logs the page in as `who`: a role, or one entry of `house.logins`. */
export async function login(page, house, who) {
  await page.goto(`${house.address}/login`);
  return enter(page, house, who);
}

/** Goes through the log-in that the page already stands on, wherever it leads afterwards. */
export async function enter(page, house, who) {
  const entry = typeof who === 'string' ? house.logins.find(({ role }) => role === who) : who;
  if (!entry) throw new Error(`no log-in for ${who}; there are: ${house.logins.map(({ role }) => role).join(', ')}`);
  await page.fill('[name="email"]', entry.email);
  await page.fill('[name="password"]', entry.password);
  await Promise.all([page.waitForURL(/\/login\/code/), page.press('[name="password"]', 'Enter')]);
  await page.fill('[name="code"]', await freshCode(entry.totp_secret));
  await Promise.all([
    page.waitForURL((url) => !url.pathname.startsWith('/login')),
    page.press('[name="code"]', 'Enter'),
  ]);
  return entry;
}

/** Confirms the second factor again, on the page that asks for it. */
export async function elevate(page, house, role) {
  const { totp_secret: secret } = house.logins.find((entry) => entry.role === role);
  await page.fill('[name="code"]', await freshCode(secret));
  await Promise.all([page.waitForURL((url) => url.pathname !== '/elevate'), page.press('[name="code"]', 'Enter')]);
}

/** Gives the page a security key that Chromium plays; `knows(false)` makes it not know who holds it. */
export async function holdKey(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    knows: (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    take: async (credential) => cdp.send('WebAuthn.addCredential', { authenticatorId, credential }),
    drop: () => cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
  };
}

const scriptless = new WeakSet();

/** What axe finds against WCAG 2.0 to 2.2 A and AA and its best practice, one line a finding. */
export async function axe(page) {
  // why: axe waits on timers, which a page without script never fires
  if (scriptless.has(page)) throw new Error('axe needs a page with script; the markup is the same');
  // why: evaluated from outside the page, so that the page's own CSP stays as strict as it is
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  }
  const { violations } = await page.evaluate(
    (rules) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: rules } }),
    AXE_RULES,
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`));
}

/** How many pixels the page is wider than its window, and the first elements that stick out. */
export function overflow(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - wide;
    if (over <= 0) return { pixels: 0, by: [] };
    const by = [...document.body.querySelectorAll('*')]
      .filter((el) => {
        const { left, right } = el.getBoundingClientRect();
        return right > wide + 0.5 || left < -0.5;
      })
      .slice(0, 5)
      .map((el) => `${el.tagName.toLowerCase()}.${el.getAttribute('class') ?? ''}`);
    return { pixels: over, by };
  });
}

/** Turns the whole page to be read from the right, with the sheet made for it. */
export async function turn(page) {
  const { 'staff.css': left, 'staff.rtl.css': right } = JSON.parse(fs.readFileSync(path.join(root, 'web/dist/manifest.json'), 'utf8'));
  await page.evaluate(async ([from, to]) => {
    document.documentElement.dir = 'rtl';
    const sheet = document.querySelector(`link[rel="stylesheet"][href$="${from}"]`);
    if (!sheet) return;
    const turned = new Promise((done) => sheet.addEventListener('load', done, { once: true }));
    sheet.href = sheet.href.replace(from, to);
    await turned;
  }, [left, right]);
}

/** Keeps a picture of the whole page in the folder `APPRODO_SHOTS`, when there is one. */
export async function shot(page, name) {
  const folder = process.env.APPRODO_SHOTS;
  if (!folder) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

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
