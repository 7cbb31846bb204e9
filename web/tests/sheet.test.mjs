// The sheet and the script on a page that shows every part, under the house's own CSP.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openBrowser, openPage, totp, until } from './house.mjs';
import { axe, overflow, shot, turn } from './look.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, '../dist');
const manifest = JSON.parse(fs.readFileSync(path.join(dist, 'manifest.json'), 'utf8'));
const TYPES = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

let browser;
let server;
let address;
let posts;

before(async () => {
  const page = fs.readFileSync(path.join(here, 'parts.html'), 'utf8').replace(/\{\{(.+?)\}\}/g, (_, name) => `/assets/${manifest[name]}`);
  server = http.createServer((ask, answer) => {
    if (ask.method === 'POST') {
      let body = '';
      ask.on('data', (bytes) => { body += bytes; });
      ask.on('end', () => {
        posts.push({ url: ask.url, fields: new URLSearchParams(body) });
        setTimeout(() => answer.writeHead(204).end(), 200);
      });
      return;
    }
    const asset = ask.url.startsWith('/assets/') && path.join(dist, path.basename(ask.url));
    if (asset && fs.existsSync(asset)) {
      answer.writeHead(200, { 'content-type': TYPES[path.extname(asset)] }).end(fs.readFileSync(asset));
    } else {
      answer.writeHead(ask.url === '/' ? 200 : 404, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'",
      }).end(ask.url === '/' ? page : '');
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${server.address().port}/`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

async function open(options) {
  posts = [];
  const page = await openPage(browser, options);
  const complaints = [];
  page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()));
  page.on('pageerror', (why) => complaints.push(String(why)));
  await page.goto(address);
  await page.evaluate(() => document.fonts.ready);
  page.complaints = complaints;
  return page;
}

const leadsTo = (page, part) => page.waitForFunction((wanted) => location.hash === wanted, part);

for (const width of [320, 360, 1280]) {
  for (const dir of ['ltr', 'rtl']) {
    test(`every part stands at ${width} px ${dir}, with nothing for axe to say`, async () => {
      const page = await open({ width });
      if (dir === 'rtl') await turn(page);
      await shot(page, `parts-${width}-${dir}`);
      assert.deepEqual(await overflow(page), { pixels: 0, by: [] });
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  }
}

test('the heading font and the signs come from the sheet’s own folder', async () => {
  const page = await open();
  assert.equal(await page.evaluate(() => document.fonts.check('600 20px "Titillium Web"')), true);
  const signs = await page.evaluate(() => [...document.querySelectorAll('svg.icon use')].map((use) => use.getAttribute('href')));
  const text = fs.readFileSync(path.join(dist, manifest['signs.svg']), 'utf8');
  for (const sign of signs) assert.match(text, new RegExp(`id="${sign.split('#')[1]}"`));
  await page.context().close();
});

test('the eye lands on the error summary first', async () => {
  const page = await open();
  assert.equal(await page.evaluate(() => document.activeElement.className), 'error-summary');
  await page.context().close();
});

test('keys go to the line, choose in it, and leave text alone', async () => {
  const page = await open();
  await page.keyboard.press('1');
  await page.keyboard.press('t');
  assert.equal(await page.isChecked('[value="phone"]'), true);
  await page.keyboard.press('3');
  await page.keyboard.type('nst/');
  assert.equal(await page.inputValue('#who'), 'nst/');
  assert.equal(await page.evaluate(() => location.hash), '');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
  await page.context().close();
});

test('arrows walk through the persons found, and a digit opens one', async () => {
  const page = await open();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#two');
  await page.keyboard.press('Enter');
  await leadsTo(page, '#two');
  await page.evaluate(() => {
    location.hash = '';
    document.activeElement.blur();
    // why: where there are lines the digits are theirs
    document.querySelector('[data-lines]').removeAttribute('data-lines');
  });
  await page.keyboard.press('2');
  await leadsTo(page, '#two');
  await page.context().close();
});

test('themes are filtered without regard to accents, and two are the most', async () => {
  const page = await open();
  await page.fill('#filter', 'citta');
  assert.equal(await page.isVisible('[value="city"]'), true);
  assert.equal(await page.isVisible('[value="renewal"]'), false);
  await page.press('#filter', 'Enter');
  assert.equal(await page.isChecked('[value="city"]'), true);
  assert.deepEqual(posts, []);
  await page.check('[value="loss"]');
  assert.equal(await page.isDisabled('[value="renewal"]'), true);
  await page.context().close();
});

test('a draft is kept a few seconds after a change, and said', async () => {
  const page = await open();
  await page.fill('#who', 'Amina');
  await page.waitForFunction(() => document.querySelector('[data-draft-says]').textContent === 'Bozza salvata');
  const [draft] = posts;
  assert.equal(draft.url, '/draft');
  assert.equal(draft.fields.get('who'), 'Amina');
  await page.context().close();
});

test('two presses of save are one post, and Ctrl Shift Enter means the next one', async () => {
  const page = await open();
  await page.focus('#who');
  await page.keyboard.press('Control+Shift+Enter');
  await page.keyboard.press('Control+Shift+Enter');
  await page.click('.quick-end .btn-primary', { noWaitAfter: true });
  await until(() => posts.length > 0, 'the first press is a post');
  // A second post would have left before this one.
  await page.evaluate(() => fetch('/after', { method: 'POST' }));
  assert.deepEqual(posts.map(({ url, fields }) => [url, fields.get('then')]), [['/sent', 'next'], ['/after', null]]);
  await page.context().close();
});

test('without script the page is whole: every theme shows and nothing is hidden that matters', async () => {
  const page = await open({ script: false, width: 360 });
  assert.equal(await page.isVisible('[value="renewal"]'), true);
  assert.equal(await page.isVisible('#filter'), false);
  await shot(page, 'parts-360-noscript');
  await page.context().close();
});

test('forced colours and paper lose nothing', async () => {
  const page = await open({ forcedColors: 'active' });
  await shot(page, 'parts-forced');
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.days-stop')).borderStyle), 'double');
  await page.emulateMedia({ media: 'print', forcedColors: 'none' });
  assert.equal(await page.isVisible('.bar'), false);
  await shot(page, 'parts-print');
  await page.context().close();
});

test('the code of an authenticator is that of RFC 6238', () => {
  assert.equal(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59_000), '287082');
  assert.equal(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 1_111_111_109_000), '081804');
});
