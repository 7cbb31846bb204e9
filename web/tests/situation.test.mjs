// The situation of a person, without script: a title is written down, corrected and closed, a fact is said
// and taken back; what is wrong is said beside its field and what was typed stays.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { key, login, press as pressOn, tabTo, writeDown } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';
import { lookAs, shot } from './look.mjs';

let browser;
let house;
let desk;
let person;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  desk = await openPage(browser, { script: false });
  await login(desk, house, 'desk');
  person = await writeDown(desk, 'Zarkowitz Qwendoline');
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const press = (selector) => pressOn(desk, selector);
// What isolates a value in its sentence is not looked for.
const main = async () => (await desk.innerText('main')).replace(/[\u2066-\u2069]/g, '');
const go = (path) => desk.goto(`${house.address}${person}${path}`);
// The day of the house, which is Italy's: between its midnight and Greenwich's the two differ.
const dayOfHouse = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' });
const inDays = (days) => dayOfHouse.format(Date.now() + days * 86_400_000);

test('sec_36 her page says nothing of what is not recorded, and nothing asks for it', async () => {
  await go('');
  assert.doesNotMatch(await main(), /Titolo di soggiorno|Nessun titolo/);
  await go('/situation');
  assert.match(await main(), /Può restare così: nessuna pagina lo chiede/);
});

test('a title is written with what is known, and stands first while it is valid', async () => {
  await go('/situation/titles/new');
  await press('main form.sheet button.btn-primary');
  assert.match(await main(), /Scegli un tipo, scrivi su che cosa si fonda/);
  await desk.selectOption('[name="title_kind"]', 'studio');
  await desk.fill('[name="title_expiry"]', '5/2019');
  await desk.check('[name="title_stage"][value="held"]');
  await press('main form.sheet button.btn-primary');
  assert.match(await main(), /Studio[\s\S]*Scaduto/);
  await go('/situation/titles/new');
  await desk.selectOption('[name="title_kind"]', 'famiglia');
  await desk.fill('[name="title_issued"]', '1/2/2030');
  await desk.fill('[name="title_expiry"]', '31/31/2029');
  await press('main form.sheet button.btn-primary');
  assert.match(await main(), /Il mese va da 1 a 12: hai scritto/);
  assert.equal(await desk.inputValue('[name="title_issued"]'), '1/2/2030', 'what was typed stays');
  await desk.fill('[name="title_issued"]', '2024');
  await desk.fill('[name="title_expiry"]', inDays(38));
  await desk.fill('[name="title_basis"]', 'raggiunge il marito');
  await desk.check('[name="title_stage"][value="held"]');
  await press('main form.sheet button.btn-primary');
  assert.match(await main(), /Motivi familiari[\s\S]*Scade tra 38 giorni[\s\S]*Studio/);
  await go('');
  assert.match(await main(), /Situazione[\s\S]*Motivi familiari[\s\S]*Scade tra 38 giorni/);
});

test('sec_74 whoever saved first is not overwritten: both texts are shown', async () => {
  const other = await desk.context().newPage();
  await go('/situation');
  const title = await desk.getAttribute('main a[href*="/situation/titles/"]:not([href$="/new"])', 'href');
  await desk.goto(`${house.address}${title}`);
  await other.goto(`${house.address}${title}`);
  await other.check('[name="title_stage"][value="renewal_asked"]');
  await Promise.all([other.waitForEvent('load'), other.click(`form[action="${title}"] button.btn-primary`)]);
  await other.close();
  await desk.fill('[name="title_basis"]', 'raggiunge il marito, casa idonea');
  await press(`form[action="${title}"] button.btn-primary`);
  assert.match(await main(), /Rinnovo chiesto/);
  assert.equal(await desk.inputValue('[name="title_basis"]'), 'raggiunge il marito, casa idonea');
  await shot(desk, 'situation-conflict-1280');
  await desk.check('[name="keep_title_stage"][value="theirs"]');
  await press(`form[action="${title}"] button.btn-primary`);
  await desk.goto(`${house.address}${title}`);
  assert.match(await main(), /Rinnovo chiesto/);
  assert.match(await main(), /raggiunge il marito → raggiunge il marito, casa idonea/);
});

test('a title that ended stays to be read and can be opened again', async () => {
  await go('/situation');
  const titles = await desk.$$eval('main a[href*="/situation/titles/"]:not([href$="/new"])', (all) => all.map((one) => one.getAttribute('href')));
  const last = titles.at(-1);
  await desk.goto(`${house.address}${last}`);
  await press(`form[action="${last}/end"] button`);
  assert.match(await main(), /Scegli che cosa è successo/);
  await desk.check('[name="end_how"][value="mistake"]');
  await desk.fill('[name="end_words"]', 'era della sorella');
  await press(`form[action="${last}/end"] button`);
  assert.match(await main(), /Scritto per sbaglio[\s\S]*era della sorella/);
  await desk.goto(`${house.address}${last}`);
  await press(`form[action="${last}/end"] button`);
  assert.doesNotMatch(await main(), /Scritto per sbaglio/);
});

test('a fact is said, superseded and taken back, and unknown, none and a value are three answers', async () => {
  const say = async (fact, fill) => {
    await go(`/situation/facts/${fact}`);
    await fill();
    await desk.check('[name="fact_source"][value="told"]');
    await press('main form.sheet button.btn-primary');
  };
  await go('/situation/facts/employed');
  await press('main form.sheet button.btn-primary');
  assert.match(await main(), /Scegli una risposta[\s\S]*Scegli chi lo dice/);
  await say('employed', () => desk.check('[name="fact_answer"][value="no"]'));
  assert.match(await main(), /Lavora\s+No/);
  await say('income_year', () => desk.fill('[name="fact_value"]', '8.500,50'));
  assert.match(await main(), /8\.500,50/);
  await say('isee', () => desk.check('[name="fact_answer"][value="none"]'));
  assert.match(await main(), /ISEE\s+Nessuno/);
  await say('job_end_reason', () => desk.check('[name="fact_answer"][value="word.dismissal"]'));
  assert.match(await main(), /Licenziamento/);
  await say('job_end_reason', () => desk.check('[name="fact_answer"][value="unknown"]'));
  assert.match(await main(), /Non si sa più/);
  await go('/situation/facts/job_end_reason');
  assert.match(await main(), /Detto finora[\s\S]*Non si sa più[\s\S]*Licenziamento/);
  await desk.click('main details summary >> nth=0');
  await press('form[action$="/withdraw"] button >> nth=0');
  assert.match(await main(), /Era sbagliato:/);
  await go('/situation');
  assert.match(await main(), /Perché è finito il lavoro\s+Licenziamento/);
});

test('a document is read into the form, and a wrong sign is pointed at', async () => {
  const zone = 'P<MARHADDAD<<AMINA<<<<<<<<<<<<<<<<<<<<<<<<<<\nAB12345671MAR8403146F3001019<<<<<<<<<<<<<<<8';
  await go('/correct');
  await desk.click('main details.fold summary >> nth=0');
  await desk.fill('[name="mrz"]', zone.replace('8403146F', '84O3146F'));
  await press('button[name="read"]');
  assert.match(await main(), /Riga 2, segno 16: hai scritto «O», forse è «0»/);
  await shot(desk, 'situation-document-wrong-1280');
  await desk.fill('[name="mrz"]', zone.toLowerCase().replace('\n', ' '));
  await press('button[name="read"]');
  assert.match(await main(), /Il modulo è pieno con ciò che dice il documento/);
  const filled = (name) => desk.inputValue(`[name="${name}"]`);
  assert.deepEqual(
    [await filled('given-2'), await filled('family-2'), await filled('birth'), await filled('citizenship-1'), await filled('idvalue-1'), await filled('iduntil-1')],
    ['Amina', 'Haddad', '14/3/1984', 'Marocco', 'AB1234567', '1/1/2030'],
  );
  await shot(desk, 'situation-document-1280');
  await press('main form.sheet button.btn-primary');
  assert.match(await main(), /AB1234567 \(Marocco, fino al 1 gennaio 2030\)/);
});

test('by the keys alone a title and a fact are written from her page', async () => {
  await go('');
  await tabTo(desk, 'main details.menu > summary');
  await desk.keyboard.press('Enter');
  await tabTo(desk, `main a[href="${person}/situation"]`);
  await key(desk, 'Enter', `${person}/situation`);
  await tabTo(desk, `main a[href="${person}/situation/titles/new"]`);
  await key(desk, 'Enter', `${person}/situation/titles/new`);
  await tabTo(desk, '[name="title_kind"]');
  await desk.keyboard.type('Protezione s');
  await tabTo(desk, '[name="title_expiry"]');
  await desk.keyboard.type('5/2031');
  // The choice of the group is one stop of the Tab key; the arrows go through it.
  await tabTo(desk, '[name="title_stage"]');
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('ArrowUp');
  assert.equal(await desk.isChecked('[name="title_stage"]:focus'), true);
  const first = await desk.getAttribute('[name="title_stage"]:focus', 'value');
  await tabTo(desk, 'main form.sheet button.btn-primary');
  await key(desk, 'Enter', /saved=/);
  assert.match(await main(), first === 'none' ? /Senza titolo|Protezione s/ : /Protezione s/);
  await tabTo(desk, 'main details.fold > summary');
  await desk.keyboard.press('Enter');
  await tabTo(desk, `main details[open] a[href*="/situation/facts/"]`);
  await key(desk, 'Enter', /situation\/facts\/[a-z_]+$/);
  await tabTo(desk, '[name="fact_answer"]');
  await desk.keyboard.press('Space');
  await tabTo(desk, '[name="fact_source"]');
  await desk.keyboard.press('Space');
  await tabTo(desk, 'main form.sheet button.btn-primary');
  await key(desk, 'Enter', /saved=/);
  assert.match(await main(), /Salvato alle/);
});

test('the pages can be read at every width and from the right', async () => {
  await go('/situation');
  const title = await desk.getAttribute('main a[href*="/situation/titles/"]:not([href$="/new"])', 'href');
  const pages = [
    ['person', person],
    ['all', `${person}/situation`],
    ['new', `${person}/situation/titles/new`],
    ['title', title],
    ['fact', `${person}/situation/facts/job_end_reason`],
    ['money', `${person}/situation/facts/income_year`],
    ['correct', `${person}/correct`],
  ];
  for (const [name, address] of pages) await lookAs(desk, address, `situation-${name}`);
});
