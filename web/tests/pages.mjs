// Every staff page, in Italian and in English, read from the left and from the right, on a phone and
// on a desk: nothing for axe to say, nothing wider than the window, no complaint of the browser, the
// right status, one filled button, and the words as they were (snapshots/*.txt; written anew with
// APPRODO_SNAPSHOTS=write). A file for each language calls this one, with a house of its own.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { elevate, login, press, renewed, sayPassword, writeDown } from './acts.mjs';
import { entry, openBrowser, openHouse, openPage } from './house.mjs';
import { look } from './look.mjs';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'snapshots');
const HEADERS = {
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
};
const MONTHS = 'gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|'
  + 'January|February|March|April|May|June|July|August|September|October|November|December';
const DAYS = 'Lunedì|Martedì|Mercoledì|Giovedì|Venerdì|Sabato|Domenica|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';
const HOURS = 'Buongiorno|Buon pomeriggio|Buonasera|Good morning|Good afternoon|Good evening';
// What changes from day to day stands in these; the words around them do not.
const LISTS = 'ul.rows, tbody, .page > .lead-line, select, code, .find-list > li:nth-child(n+2), [data-draft-says]';
const ON_TODAY = `${LISTS}, main section, main aside`;

let browser;
let house;
const bare = [];

function listen(page) {
  page.complaints = [];
  page.on('console', (said) => {
    // why: Chromium reports an answer of 4xx as an error of the page; the status is looked at by itself
    if (said.type() === 'error' && !said.text().startsWith('Failed to load resource')) page.complaints.push(said.text());
  });
  page.on('pageerror', (why) => page.complaints.push(String(why)));
  page.on('response', (answer) => {
    if (answer.request().isNavigationRequest()) page.status = answer.status();
    const said = answer.headers();
    for (const [name, wanted] of Object.entries(HEADERS)) {
      if (!wanted.test(said[name] ?? '')) bare.push(`${answer.url()}: ${name}: ${said[name]}`);
    }
    const asset = answer.url().includes('/assets/');
    if (!asset && said['cache-control'] !== 'no-store') bare.push(`${answer.url()}: cache-control: ${said['cache-control']}`);
  });
  return page;
}

async function someone(role, tongue) {
  const page = listen(await openPage(browser, { locale: tongue === 'it' ? 'it-IT' : 'en-GB' }));
  await login(page, house, role);
  if ((await page.getAttribute('html', 'lang')) !== tongue) {
    await press(page, 'form[action="/language"] button');
  }
  return page;
}

function masked(text) {
  return text
    .replace(/[\u2066-\u2069\u200e\u200f]/g, '')
    .replace(new RegExp(HOURS, 'g'), '<hour>')
    .replace(new RegExp(`\\b(${MONTHS})\\b`, 'g'), '<month>')
    .replace(new RegExp(`(${DAYS})`, 'g'), '<day>')
    .replace(/\d[\d.,:]*\d|\d/g, '#')
    // The code of the demo ends in one second or in several.
    .replace(/# second[oi]\b/g, '# secondi').replace(/# seconds?\b/g, '# seconds')
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

async function words(page, lists) {
  const text = await page.evaluate((lists) => {
    let all = document.body.innerText;
    for (const el of document.querySelectorAll(lists)) {
      if (el.innerText && !el.parentElement.closest(lists)) all = all.replace(el.innerText, '…');
    }
    return all;
  }, lists);
  return `${masked(text)}\n`;
}

async function compare(page, name) {
  const file = path.join(folder, `${name}.txt`);
  const now = await words(page, name.startsWith('today.') ? ON_TODAY : LISTS);
  if (process.env.APPRODO_SNAPSHOTS === 'write') {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file, now);
    return;
  }
  assert.equal(now, fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '', `the words of ${name} changed`);
}

/** Holds the page as it stands now against its words, its status and its looks. */
async function hold(page, name, tongue, status = 200) {
  assert.equal(page.status, status);
  assert.equal(await page.getAttribute('html', 'lang'), tongue);
  await compare(page, `${name}.${tongue}`);
  assert.ok((await page.locator('main .btn-primary:visible').count()) <= 1, 'more than one filled button');
  await look(page, `${name}-${tongue}`);
  assert.deepEqual(page.complaints, []);
}

const go = async (page, address) => page.goto(`${house.address}${address}`);

/** Sends the form of the page by its filled button, or another one. */
const send = (page, button = 'main form .btn-primary') => press(page, button);

/** Gives a file to the page of imports. */
async function give(page, text) {
  await go(page, '/people/import');
  await page.setInputFiles('[name="file"]', { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await send(page);
}

async function search(page, q, more = {}) {
  await go(page, '/people');
  await page.fill('main [name="q"]', q);
  for (const [name, value] of Object.entries(more)) await page.fill(`main [name="${name}"]`, value);
  await send(page);
}

export function everyPage(tongue) {
  before(async () => {
    [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  });

  after(async () => {
    await browser?.close();
    await house?.stop();
  });

  const step = async (t, page, name, walk, status) => {
    await t.test(`${name}, ${tongue}`, async () => {
      if (typeof walk === 'string') await go(page, walk);
      else await walk();
      await hold(page, name, tongue, status);
    });
  };

  test(`the pages at the door, ${tongue}`, async (t) => {
    const page = listen(await openPage(browser, { locale: tongue === 'it' ? 'it-IT' : 'en-GB' }));
    await step(t, page, 'login', '/login');
    await step(t, page, 'login-wrong', async () => {
      await page.fill('[name="email"]', 'nobody@portalba.example');
      await page.fill('[name="password"]', 'onda-onda-onda-onda');
      await send(page);
    }, 422);
    await step(t, page, 'login-code', async () => {
      await sayPassword(page, entry(house, 'mediator'));
    });
    await step(t, page, 'link-gone', '/invitation/nothing', 404);
    await step(t, page, 'nothing-here', '/nothing-here', 404);
    await step(t, page, 'accessibility', '/accessibility');
    await step(t, page, 'demo-codes', `/demo/codes?still=1&lang=${tongue}`);
    await page.context().close();
  });

  test(`the pages of the desk, ${tongue}`, async (t) => {
    const [desk, other] = await Promise.all([someone('desk', tongue), someone('supervisor', tongue)]);
    const theme = tongue === 'it' ? 'Ricerca di lavoro' : 'Job search';
    await step(t, desk, 'today', '/');
    await step(t, desk, 'contact-new', '/contacts/new');
    await step(t, desk, 'contact-errors', async () => {
      await go(desk, '/contacts/new');
      await desk.fill('#f-theme-0', 'zzzz');
      await desk.fill('#f-theme-1', 'yyyy');
      await send(desk);
    }, 422);
    await step(t, desk, 'contact-saved', async () => {
      await go(desk, '/contacts/new');
      await desk.fill('#f-theme-0', '');
      await send(desk, 'main form button[data-next]');
    });
    const contact = `/contacts/${new URL(desk.url()).searchParams.get('saved')}`;
    await step(t, desk, 'contacts', '/contacts');
    await step(t, desk, 'contacts-none', '/contacts?day=2020-01-01');
    await step(t, desk, 'contact', contact);
    await step(t, desk, 'contact-who', `${contact}/who`);
    await step(t, desk, 'contact-who-none', async () => {
      await go(desk, `${contact}/who`);
      await desk.fill('main [name="who"]', 'Zxqwvj Qwrtpk');
      await send(desk);
    });
    await step(t, desk, 'contact-notice', `${contact}/notice`);
    await step(t, desk, 'contact-correct', `${contact}/correct`);
    await step(t, desk, 'contact-conflict', async () => {
      await Promise.all([go(desk, `${contact}/correct`), go(other, `${contact}/correct`)]);
      await other.check('[name="minutes"][value="40"]');
      await send(other);
      await desk.check('[name="minutes"][value="20"]');
      await send(desk);
    }, 409);

    await step(t, desk, 'search', '/people');
    await step(t, desk, 'search-errors', () => search(desk, '', { born: '31/31/1990' }), 422);
    await step(t, desk, 'search-none', () => search(desk, 'Zxqwvj Qwrtpk'));
    await step(t, desk, 'person-new', () => send(desk, 'main button[data-key="p"]'));
    await step(t, desk, 'person-errors', async () => {
      await desk.fill('[name="given-1"]', '');
      await desk.fill('[name="family-1"]', '');
      await desk.fill('[name="birth"]', '31/31/1990');
      await send(desk);
    }, 422);
    await step(t, desk, 'person-saved', async () => {
      await desk.fill('[name="given-1"]', 'Samira');
      await desk.fill('[name="family-1"]', `Elkhatib ${tongue}`);
      await desk.fill('[name="given-2"]', 'سميرة');
      await desk.fill('[name="family-2"]', 'الخطيب');
      await desk.fill('[name="birth"]', '14/3/1984');
      await desk.fill('[name="phone-1"]', '000 000 0030');
      await send(desk);
    });
    const person = new URL(desk.url()).pathname;
    await step(t, desk, 'search-found', () => search(desk, 'سميرة الخطيب', { born: '1984' }));
    await step(t, desk, 'search-found-several', async () => {
      await writeDown(other, 'Samira Elkhatib');
      await search(desk, 'سميرة الخطيب', { born: '1984' });
    });
    await step(t, desk, 'safe-contact', `${person}/safe-contact`);
    await step(t, desk, 'person', async () => {
      await go(desk, `${person}/safe-contact`);
      await desk.check('[name="call"][value="yes"]');
      await desk.check('[name="text"][value="no"]');
      await desk.fill('[name="text_words"]', 'il telefono lo guarda anche il marito');
      await send(desk);
      await go(desk, person);
    });
    await step(t, desk, 'person-correct', `${person}/correct`);
    await step(t, desk, 'person-conflict', async () => {
      await Promise.all([go(desk, `${person}/correct`), go(other, `${person}/correct`)]);
      await other.fill('[name="birth"]', '1985');
      await send(other);
      await desk.fill('[name="birth"]', '1986');
      await send(desk);
    }, 409);
    await step(t, other, 'person-history', `${person}/history`);
    await step(t, other, 'person-worker', `${person}/worker`);
    await step(t, other, 'search-may-import', '/people');
    await step(t, other, 'import', async () => {
      await go(other, '/elevate?next=/people/import');
      await elevate(other, '/people/import');
    });
    await step(t, other, 'import-error', async () => {
      await give(other, '');
    }, 422);
    await step(t, other, 'import-wrong', async () => {
      await give(other, 'nome;cognome;sesso;nascita\nAmina;Haddad;donna;1991\nSara;;F\n;;;\n');
    });
    await step(t, other, 'import-columns', async () => {
      await give(other, 'Primo,Ultimo\nAmina,Haddad\n');
    });
    await step(t, other, 'import-preview', async () => {
      await give(other, 'rec_id,nome,cognome,sesso,data di nascita,paese di nascita,telefono,fonte\n'
        + 'A1,محمد,العمراني,M,1991-05-03,MA,+39 912 555 6431,desk\nA2,Oksana,Shevchenko,F,1984,UA,,desk\n');
    });
    await step(t, other, 'import-done', async () => {
      await send(other, 'main form .btn-primary');
      await renewed(other, '.saved');
    });
    await step(t, desk, 'me', '/me');
    await step(t, desk, 'confirm', '/elevate?next=/');
    await step(t, desk, 'not-there', '/people/00000000-0000-4000-8000-000000000000', 404);
    await Promise.all([desk.context().close(), other.context().close()]);
  });

  test(`the pages of who runs and who audits the house, ${tongue}`, async (t) => {
    const [system, dpo] = await Promise.all([someone('sysadmin', tongue), someone('auditor_dpo', tongue)]);
    await step(t, system, 'today-system', '/');
    await step(t, system, 'users', '/users');
    await step(t, system, 'user', async () => {
      await go(system, '/users');
      await send(system, 'tbody tr:first-child a');
    });
    await step(t, system, 'teams', '/teams');
    await step(t, system, 'self-test', '/self-test');
    await step(t, dpo, 'trail', '/trail');
    await step(t, dpo, 'trail-errors', '/trail?person=x&day=99', 422);
    await step(t, dpo, 'trail-none', '/trail?day=2020-01-01');
    await step(t, dpo, 'trail-proved', async () => {
      await go(dpo, '/trail');
      await send(dpo, 'form[action="/trail/verify"] button');
    });
    await step(t, system, 'user-invite', async () => {
      await go(system, '/elevate?next=/users/new');
      await elevate(system, '/users/new');
    });
    await Promise.all([system.context().close(), dpo.context().close()]);
  });

  test('sec_69 every answer told the browser to run nothing but our own files and to keep nothing', () => {
    assert.deepEqual(bare, []);
  });
}
