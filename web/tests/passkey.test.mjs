// Passkeys in a real browser, with an authenticator that Chromium itself plays.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { elevate, holdKey, key as keyboard, login, press, sayCode, sayPassword, submit } from './acts.mjs';
import { entry, openBrowser, openHouse, openPage, openServed, order } from './house.mjs';
import { look, overflow, shot } from './look.mjs';

let browser;
let house;

before(async () => {
  [house, browser] = await Promise.all([openHouse({ persons: 20 }), openBrowser()]);
  // why: browsers bind a passkey to a name, never to a number
  house.address = house.address.replace('127.0.0.1', 'localhost');
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

/** Comes to the door and says the password. */
async function come(page, who, address = house.address) {
  await page.goto(`${address}/login?next=/me`);
  await sayPassword(page, who);
}

/** Presses the button of the passkey. */
const use = (page, address) => press(page, '[data-passkey] button', address);

test('sec_57 sec_59 a passkey is added in one\'s own account, opens it, and is removed', async () => {
  const who = entry(house, 'desk');
  const page = await openPage(browser);
  const key = await holdKey(page);
  await login(page, house, 'desk');
  await page.goto(`${house.address}/me`);
  await look(page, 'me-without');
  await page.goto(`${house.address}/me/passkeys/new`);
  assert.equal(await page.locator('[name="code"]').count(), 1, 'the second factor is asked for first');
  await elevate(page, '/me/passkeys/new');
  await page.waitForSelector('[data-passkey]:visible');
  await look(page, 'passkey-new');

  // Without a name nothing is asked of the key; and a key that does not know her is told.
  await page.goto(`${house.address}/me/passkeys/new`);
  await use(page, '/me/passkeys');
  assert.equal(await page.locator('[name="name"][aria-invalid="true"]').count(), 1);
  assert.deepEqual(await key.credentials(), []);
  await page.waitForSelector('[data-passkey]:visible');
  await look(page, 'passkey-new-wrong');
  await page.goto(`${house.address}/me/passkeys/new`);
  await page.fill('[name="name"]', 'Chiavetta nel cassetto');
  await key.knows(false);
  await page.click('[data-passkey] button');
  await page.waitForFunction(() => /Riprova/.test(document.querySelector('[data-passkey-says]').textContent));
  await shot(page, 'passkey-not-used');
  await key.knows(true);
  await submit(page, '[name="name"]', '/me');
  assert.match(await page.locator('main').innerText(), /Chiavetta nel cassetto[^]*Non ancora usata/);
  await look(page, 'me-with');
  const [made] = await key.credentials();
  assert.equal(made.rpId, 'localhost');

  // By keyboard alone: Enter in the password, Enter on the button.
  await page.context().clearCookies();
  await come(page, who);
  await page.waitForSelector('[data-passkey]:visible');
  await look(page, 'login-passkey');
  await page.reload();
  await page.focus('[data-passkey] button');
  await keyboard(page, 'Enter', '/me');
  assert.match(await page.locator('main').innerText(), /Usata l’ultima volta/);

  await page.goto(`${house.address}/elevate?next=/me`);
  await page.waitForSelector('[data-passkey]:visible');
  await look(page, 'elevate-passkey');
  await page.reload();
  await use(page, '/me');
  await press(page, 'form[action$="/remove"] button', /saved=passkey/);
  assert.match(await page.locator('.saved').innerText(), /Ogni altro posto/);
  assert.equal(await page.locator('form[action$="/remove"]').count(), 0);
  await page.context().close();
});

test('sec_57 without script, and in a browser without passkeys, the code still opens', async () => {
  const who = entry(house, 'case_worker');
  const page = await openPage(browser);
  const key = await holdKey(page);
  await login(page, house, 'case_worker');
  await page.goto(`${house.address}/me/passkeys/new`);
  await elevate(page, '/me/passkeys/new');
  await page.fill('[name="name"]', 'Telefono');
  await use(page, '/me');
  await key.drop();

  const plain = await openPage(browser, { script: false });
  await come(plain, who);
  assert.equal(await plain.locator('[data-passkey]').isVisible(), false);
  assert.equal(await plain.locator('noscript').isVisible(), true);
  assert.equal((await overflow(plain)).pixels, 0);
  await shot(plain, 'login-passkey-noscript');
  await sayCode(plain, who.totp_secret, '/me');

  const old = await openPage(browser);
  await old.addInitScript(() => { delete globalThis.PublicKeyCredential; });
  await come(old, who);
  await old.click('[data-passkey] button');
  await old.locator('[data-passkey-says]', { hasText: /non conosce/ }).waitFor();
  await Promise.all([page, plain, old].map((one) => one.context().close()));
});

test('sec_57 a key that was copied is refused when its counter goes back', async () => {
  const who = entry(house, 'supervisor');
  const page = await openPage(browser);
  const key = await holdKey(page);
  await login(page, house, 'supervisor');
  await page.goto(`${house.address}/me/passkeys/new`);
  await elevate(page, '/me/passkeys/new');
  await page.fill('[name="name"]', 'Telefono');
  await use(page, '/me');
  const [copied] = await key.credentials();
  for (let n = 0; n < 2; n += 1) {
    await page.context().clearCookies();
    await come(page, who);
    await use(page, '/me');
  }
  const thief = await openPage(browser);
  const copy = await holdKey(thief);
  await copy.take(copied);
  await come(thief, who);
  await use(thief, '/login/passkey');
  assert.match(await thief.locator('[role="alert"]').innerText(), /non è stata accettata/);
  await thief.waitForSelector('[data-passkey]:visible');
  await look(thief, 'login-passkey-refused');
  await Promise.all([page, thief].map((one) => one.context().close()));
});

test('the language of the door changes and the passkey is asked for as before', async () => {
  const who = entry(house, 'supervisor');
  const page = await openPage(browser);
  await holdKey(page);
  await come(page, who);
  await press(page, 'button[name="tongue"][value="en"]');
  await page.waitForSelector('[data-passkey]:visible');
  assert.match(await page.locator('main').innerText(), /Use the passkey/);
  await page.context().close();
});

test('sec_57 where the city calls for passkeys, an administrator without one is told what to do', async () => {
  const settings = (address) => `public_address = "${address.replace('127.0.0.1', 'localhost')}"\nphishing_resistant = true\n`;
  const served = await openServed({ settings });
  const address = served.address.replace('127.0.0.1', 'localhost');
  try {
    const page = await openPage(browser);
    const system = entry(served, 'sysadmin');
    await come(page, system, address);
    assert.equal(await page.locator('[name="code"]').count(), 0);
    assert.match(await page.locator('main').innerText(), /Chiedi un nuovo inizio a due persone/);
    await look(page, 'login-passkey-none');
    const other = entry(served, 'desk');
    const theirs = await openPage(browser);
    await come(theirs, other, address);
    await sayCode(theirs, other.totp_secret, '/me');
    const told = order(served, 'self-test').said;
    assert.match(told, /passkey/);
    assert.ok(!told.includes('phishing_resistant = true'), 'the setting is as it should be');
    await Promise.all([page, theirs].map((one) => one.context().close()));
  } finally {
    await served.stop();
  }
});
