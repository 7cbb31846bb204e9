// Looks at pages the way people and axe do: at every width, from the left and from the right.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beside, open } from './acts.mjs';
import { scriptless } from './house.mjs';

const require = createRequire(import.meta.url);
const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), '../dist');

const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const HEIGHT = 820;

/** The widths every page is looked at: a phone and a desk. */
export const WIDTHS = [360, 1280];

/** What axe finds against WCAG 2.0 to 2.2 A and AA and its best practice, one line a finding. */
export async function axe(page) {
  // why: axe waits on timers, which a page without script never fires
  if (scriptless.has(page)) throw new Error('axe needs a page with script; the markup is the same');
  // why: evaluated from outside the page, so that the page's own CSP stays as strict as it is
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  }
  const { violations } = await page.evaluate(
    (rules) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] }),
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
  const { 'staff.css': left, 'staff.rtl.css': right } = JSON.parse(fs.readFileSync(path.join(dist, 'manifest.json'), 'utf8'));
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

/** Looks at the page as it stands now: at every width, from the left and then from the right. */
export async function look(page, name) {
  const size = page.viewportSize();
  try {
    for (const dir of ['ltr', 'rtl']) {
      if (dir === 'rtl') await turn(page);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        await see(page, `${name}-${dir}-${width}`);
      }
    }
  } finally {
    await page.setViewportSize(size);
  }
}

/** Brings a page up anew at every width, and looks at it from the left and from the right. */
export async function lookAt(page, name, bringUp) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await bringUp();
    await see(page, `${name}-${width}`);
    await turn(page);
    await see(page, `${name}-${width}-rtl`);
  }
}

async function see(page, name) {
  await shot(page, name);
  assert.deepEqual(await overflow(page), { pixels: 0, by: [] }, name);
  assert.deepEqual(await axe(page), [], name);
}

/** Looks at an address in the session of a page where no script runs, after what hands do there first. */
export const lookAs = (whose, address, name, act = async () => {}) => beside(whose, {}, (page) => lookAt(page, name, async () => {
  await open(page, address);
  await act(page);
}));
