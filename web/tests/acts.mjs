// What hands do in the house: press and wait for the answer, log in, find somebody, write her down.

import assert from 'node:assert/strict';
import { entry, freshCode, openPage } from './house.mjs';

const RENEWED_MS_MAX = 180_000;
const TABS_MAX = 200;
const ASKS_AGAIN = 'form[action="/elevate"]';

/**
 * Does what leads to another page and waits until that one has loaded, by this event and not by its
 * address: a form is often answered at the address where it stands. Redirects and pages that say no
 * load too; a file that is taken along does not. The address is that path, or matches that pattern.
 */
export async function answered(page, act, address = /./) {
  await Promise.all([page.waitForEvent('load'), act()]);
  if (typeof address === 'string') assert.equal(new URL(page.url()).pathname, address);
  else assert.match(page.url(), address);
}

/** Presses a button or a link that leads to another page. */
export const press = (page, selector, address) => answered(page, () => page.click(selector), address);

/** Presses a key that leads to another page. */
export const key = (page, name, address) => answered(page, () => page.keyboard.press(name), address);

/** Sends a form with Enter in this field of it. */
export const submit = (page, field, address) => answered(page, () => page.press(field, 'Enter'), address);

/**
 * Goes with the Tab key to what matches, forwards, as hands without a mouse do. Wherever the focus stands on the
 * way it can be seen.
 */
export async function tabTo(page, selector) {
  for (let steps = 0; steps < TABS_MAX; steps++) {
    await page.keyboard.press('Tab');
    const { is, seen, at } = await page.evaluate((selector) => {
      const at = document.activeElement;
      // why: the calendar inside the field of a day is a stop of its own and shows its own ring
      const within = at.matches('input[type="date"]:not(:focus)');
      const ring = [at, at.closest('label') ?? at].some((one) => getComputedStyle(one).boxShadow !== 'none');
      const seen = at === document.body || within || (at.getClientRects().length > 0 && ring);
      return { is: at.matches(selector), seen, at: at.outerHTML.slice(0, 120) };
    }, selector);
    assert.ok(seen, `the focus cannot be seen on ${at}`);
    if (is) return;
  }
  assert.fail(`the Tab key does not come to ${selector}`);
}

/** The browser moves the focus there by itself, when it draws the page: that may be after the load. */
export const inFocus = (page, selector) => page.waitForSelector(`${selector}:focus`);

/** The first person that a search found, where the focus stands after it. */
export const FIRST_FOUND = '.find-list li:first-child a.name';

/** What a page that renews itself says in the end. */
export async function renewed(page, selector) {
  await page.waitForSelector(selector, { timeout: RENEWED_MS_MAX });
  await page.waitForLoadState();
}

// Who is logged in, in which house: one for all pages of a window, as its cookies are.
const sessions = new WeakMap();
const session = (page) => sessions.get(page.context());

/** Logs the page in as `who`: a role, or one entry of `house.logins`. */
export async function login(page, house, who) {
  await page.goto(`${house.address}/login`);
  return enter(page, house, who);
}

/** Says e-mail and password at the door; what it asks for next is the page that loads. */
export async function sayPassword(page, { email, password }) {
  await page.fill('[name="email"]', email);
  await page.fill('[name="password"]', password);
  await submit(page, '[name="password"]', '/login/code');
}

/** Says a fresh code of this secret, wherever it leads. */
export async function sayCode(page, secret, address) {
  await page.fill('[name="code"]', await freshCode(secret));
  await submit(page, '[name="code"]', address);
}

/** Goes through the log-in that the page already stands on, wherever it leads afterwards. */
export async function enter(page, house, who) {
  const one = typeof who === 'string' ? entry(house, who) : who;
  await sayPassword(page, one);
  await sayCode(page, one.totp_secret);
  assert.doesNotMatch(new URL(page.url()).pathname, /^\/login/);
  sessions.set(page.context(), { house, one });
  return one;
}

/** Confirms the second factor again, on the page that asks for it. */
export async function elevate(page, address) {
  await sayCode(page, session(page).one.totp_secret, address);
  assert.equal(await page.locator(ASKS_AGAIN).count(), 0, 'the code is right');
}

/** Opens an address of the house, after the second factor where it asks for it. */
export async function open(page, address) {
  const { house } = session(page);
  await page.goto(`${house.address}${address}`);
  if (!(await page.locator(ASKS_AGAIN).count())) return;
  await elevate(page);
  await page.goto(`${house.address}${address}`);
}

/** Looks for somebody by name. */
export async function search(page, name) {
  await page.goto(`${session(page).house.address}/people`);
  await page.fill('main [name="q"]', name);
  await submit(page, 'main [name="q"]', /\/people\/search/);
}

/** Writes down whom a search did not find, with what else is typed; the address of her page. */
export async function writeDown(page, name, type = async () => {}) {
  await search(page, name);
  await press(page, 'main button[data-key="p"]', '/people/new');
  await type();
  await press(page, 'main form.sheet button.btn-primary', /\/people\/[0-9a-f-]{36}\?saved=/);
  return new URL(page.url()).pathname;
}

/** Puts a person under protection; where there is a choice of teams, the first takes her. */
export async function hide(page, person) {
  await open(page, `${person}/safety`);
  if (await page.locator('#f-team').count()) await page.selectOption('#f-team', { index: 1 });
  await press(page, `form[action="${person}/protect"] button`, /\/people\?done=hidden/);
}

/** The session of `page` in another window, with script or without, for as long as `act` lasts. */
export async function beside(page, options, act) {
  const own = page.context();
  const other = await openPage(own.browser(), { ...options, storageState: await own.storageState() });
  sessions.set(other.context(), session(page));
  await act(other);
  // why: a second factor confirmed over there drew a new cookie
  await own.addCookies(await other.context().cookies());
  await other.context().close();
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
