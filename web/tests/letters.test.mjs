// Names in letters that an Italian keyboard has not: the help beside the fields of a name, by the keys alone,
// and the page of letters for whoever has no script.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answered, login, open, press, search, writeDown } from './acts.mjs';
import { openBrowser, openHouse, openPage } from './house.mjs';
import { axe, look, lookAs, shot } from './look.mjs';

const ASKS = 'main form.search-form';
const OPENS = '.letters-way button';
const TYPED = '#f-letters-latin';

let browser;
let house;
let desk;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 60 }), openBrowser()]);
  desk = await openPage(browser);
  desk.on('pageerror', (why) => assert.fail(String(why)));
  await login(desk, house, 'desk');
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const shown = async (page = desk) => page.locator('.letters-help .letters button').allTextContents();
const focus = () => desk.evaluate(() => document.activeElement.id || document.activeElement.textContent);

/** Opens the help of the form with the keyboard and chooses an alphabet. */
async function help(alphabet) {
  await desk.focus(OPENS);
  await desk.keyboard.press('Enter');
  await desk.waitForSelector(`${TYPED}:focus`);
  if (alphabet) await desk.selectOption('#f-letters-alphabet', alphabet);
  await desk.focus(TYPED);
}

/** The first proposal for what was typed. */
async function first(typed) {
  await desk.fill(TYPED, typed);
  return (await shown())[0];
}

test('a name typed as it sounds is proposed in its letters, the likeliest first', async () => {
  await open(desk, '/people');
  await help();
  for (const [alphabet, names] of [
    ['ar', { Muhammad: 'محمد', Hassan: 'حسن', Youssef: 'يوسف', Abdallah: 'عبدالله', 'Khaled': 'خالد' }],
    ['ru', { Kuznetsov: 'кузнецов', Shcherbakova: 'щербакова' }],
    ['uk', { Shevchenko: 'шевченко', Hryhorenko: 'григоренко' }],
    ['el', { Papadopoulos: 'παπαδοπουλος' }],
    ['ka', { Beridze: 'ბერიძე' }],
    ['hi', { Sharma: 'शर्मा', Singh: 'सिंह' }],
    ['pa', { Singh: 'ਸਿੰਘ' }],
    ['bn', { Islam: 'ইসলাম' }],
    ['ta', { Murugan: 'முருகன்' }],
    ['si', { Nimal: 'නිමල්' }],
    ['am', { Selam: 'ሰላም' }],
    ['latin', { n: 'ñ', Nguye: 'è' }],
  ]) {
    await desk.selectOption('#f-letters-alphabet', alphabet);
    for (const [typed, wanted] of Object.entries(names)) {
      await first(typed);
      assert.ok((await shown()).includes(wanted), `${alphabet} ${typed}: ${await shown()}`);
    }
  }
  await desk.selectOption('#f-letters-alphabet', 'ru');
  assert.equal(await first('123'), undefined);
  assert.match(await desk.innerText('.letters-help'), /nessuna lettera suona così/);
});

test('by the keys alone a name goes to where the cursor was, and is found', async () => {
  const person = await writeDown(desk, 'Шевченко Qwendoline');
  await open(desk, '/people');
  await desk.fill(`${ASKS} [name="q"]`, 'Qwendoline ');
  await help('uk');
  await desk.keyboard.type('Shevchenk');
  await desk.keyboard.press('Enter');
  assert.equal(await desk.inputValue(`${ASKS} [name="q"]`), 'Qwendoline Шевченк');
  assert.equal(await focus(), 'f-letters-latin', 'the hands stay where they type');
  // One letter after the other, with the arrows.
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('ArrowRight');
  assert.equal(await focus(), 'б');
  await desk.keyboard.press('End');
  await desk.keyboard.press('Home');
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('ArrowUp');
  assert.equal(await focus(), 'а');
  await desk.keyboard.press('Enter');
  assert.match(await desk.innerText('.letters-into'), /Nome o.* Qwendoline Шевченка|Qwendoline Шевченка/);
  await desk.focus(TYPED);
  await desk.keyboard.press('Backspace');
  await desk.keyboard.type('o');
  await desk.keyboard.press('Enter');
  assert.equal(await desk.inputValue(`${ASKS} [name="q"]`), 'Qwendoline Шевченко');
  await desk.waitForSelector(`#found a[href="${person}"]`);
  await desk.focus(TYPED);
  await desk.keyboard.press('Escape');
  assert.equal(await desk.isVisible('.letters-help'), false);
  assert.equal(await focus(), 'Altri alfabeti');
  assert.equal(await desk.getAttribute(OPENS, 'aria-expanded'), 'false');
});

test('the last alphabet is remembered while the window is open, and nothing else is kept', async () => {
  await open(desk, '/people');
  await help();
  assert.equal(await desk.inputValue('#f-letters-alphabet'), 'uk');
  const kept = await desk.evaluate(() => [{ ...sessionStorage }, { ...localStorage }]);
  assert.deepEqual(kept, [{ letters: 'uk' }, {}]);
});

test('in the form of a new person each letter goes into the field that was last in use', async () => {
  await search(desk, 'Zxqwvj Qwrtpk');
  await press(desk, 'main button[data-key="p"]', '/people/new');
  await desk.focus('[name="family-2"]');
  await help('ar');
  await desk.keyboard.type('hassan');
  const proposed = desk.locator('.letters-help .letters button', { hasText: /^حسن$/ });
  await proposed.click();
  assert.equal(await desk.inputValue('[name="family-2"]'), 'حسن');
  assert.equal(await desk.locator('.letters-help .letters').getAttribute('dir'), 'rtl');
  assert.match(await desk.innerText('.letters-into'), /Cognome.*حسن/);
  const small = await desk.locator('.letters-help button').evaluateAll((all) => all
    .map((one) => one.getBoundingClientRect()).filter((box) => box.width < 44 || box.height < 44).length);
  assert.equal(small, 0, 'every letter is big enough for a finger');
  assert.deepEqual(await axe(desk), []);
  await desk.focus('[name="given-2"]');
  await desk.selectOption('#f-letters-alphabet', 'latin');
  await look(desk, 'letters-new');
  await desk.fill(TYPED, 'd');
  await desk.locator('.letters-help .letters button', { hasText: /^ð$/ }).click();
  assert.equal(await desk.inputValue('[name="given-2"]'), 'Ð', 'a name begins with a capital');
  await desk.click('.letters-help button[value="space"]');
  await desk.click('.letters-help button[value="back"]');
  await desk.click('.letters-help button[value="close"]');
  await answered(desk, () => desk.click('main form.sheet button.btn-primary'), /saved=/);
  assert.match(await desk.innerText('h1'), /Ð حسن/);
});

test('without script the letters are a page to copy from, in a window of its own', async () => {
  const page = await openPage(browser, { script: false });
  await login(page, house, 'case_worker');
  await open(page, '/people');
  const [letters] = await Promise.all([page.context().waitForEvent('page'), page.click('a[data-letters]')]);
  await letters.waitForLoadState();
  await letters.click('summary:text("Georgiano")');
  assert.match(await letters.innerText('main'), /Georgiano[\s\S]*ბ/);
  assert.equal(await letters.isVisible('#letters-help'), false);
  await letters.close();
  await lookAs(page, '/letters', 'letters-page', (one) => one.click('main summary >> nth=0'));
  await lookAs(page, '/people', 'letters-none');
});

test('the help can be read at every width and from the right', async () => {
  await open(desk, '/people');
  await help('hi');
  await look(desk, 'letters-open');
  await desk.fill(TYPED, 'sharma');
  await shot(desk, 'letters-proposed');
  await desk.setViewportSize({ width: 360, height: 800 });
  await look(desk, 'letters-proposed-360');
});
