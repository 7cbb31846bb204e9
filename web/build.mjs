// Builds web/dist: the sheets in both directions, the signs, the scripts and the heading font, each
// named by its content and ready in gzip and brotli, and manifest.json, which tells the names.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import rtlcss from 'rtlcss';
import * as sass from 'sass';

const web = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(web, 'dist');
const modules = path.join(web, 'node_modules');
const require = createRequire(import.meta.url);
const italia = path.dirname(require.resolve('bootstrap-italia/package.json'));

/** What a staff page may weigh in sheets, in bytes after gzip. */
const STAFF_SHEET_MAX = 45_000;
/** What the script of every page may weigh, in bytes after gzip. */
const SCRIPT_MAX = 6_000;
/** Scripts of a few pages only, each a file of its own, and what one may weigh. */
const APART = ['letters.js'];
const APART_MAX = 3_000;

/** The signs of Bootstrap Italia in use; ours stand in sheets/signs.svg. */
const BORROWED_SIGNS = [
  'arrow-left', 'arrow-right', 'calendar', 'card', 'check', 'chevron-left', 'chevron-right', 'clock', 'close',
  'comment', 'copy', 'delete', 'download', 'file', 'folder', 'funnel', 'help-circle', 'info-circle', 'key',
  'list', 'lock', 'logout', 'mail', 'map-marker', 'more-items', 'pencil', 'plus', 'plus-circle', 'print',
  'refresh', 'search', 'settings', 'share', 'telephone', 'unlocked', 'upload', 'user', 'warning-circle',
];

const manifest = {};

function read(...parts) {
  return fs.readFileSync(path.join(...parts), 'utf8');
}

/** Writes one file under its content's name, with .gz and .br beside it. */
function put(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const { name: stem, ext } = path.parse(name);
  const named = `${stem}.${hash}${ext}`;
  const gz = zlib.gzipSync(bytes, { level: 9 });
  const br = zlib.brotliCompressSync(bytes, {
    params: {
      [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  fs.writeFileSync(path.join(dist, named), bytes);
  fs.writeFileSync(path.join(dist, `${named}.gz`), gz);
  fs.writeFileSync(path.join(dist, `${named}.br`), br);
  manifest[name] = named;
  console.log(`${named}: ${bytes.length} bytes, ${gz.length} gz, ${br.length} br`);
  return { named, gz: gz.length };
}

function within(what, size, max) {
  if (size > max) {
    throw new Error(`${what} weighs ${size} bytes after gzip; the budget is ${max}`);
  }
}

const css = {
  style: 'compressed',
  loadPaths: [modules],
  quietDeps: true,
  // why: Bootstrap 5 is written with @import; it stays so until Bootstrap Italia 3
  silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'mixed-decls'],
};

function sheets(font) {
  const base = sass.compile(path.join(web, 'sheets/base.scss'), css).css;
  const ours = ['house.css', 'staff.css']
    .map((name) => sass.compileString(read(web, 'sheets', name), { ...css, syntax: 'css' }).css.replace(/^\uFEFF/, ''))
    .join('')
    .replaceAll('titillium-web-600.woff2', font);
  const bom = /^\uFEFF|@charset "UTF-8";/g;
  // why: only Bootstrap's part is turned; ours has logical properties and turns by itself
  for (const [name, first] of [['staff.css', base], ['staff.rtl.css', rtlcss.process(base)]]) {
    within(name, put(name, `@charset "UTF-8";${first.replaceAll(bom, '')}${ours.replaceAll(bom, '')}`).gz, STAFF_SHEET_MAX);
  }
}

function signs() {
  const sprites = read(italia, 'dist/svg/sprites.svg');
  const borrowed = BORROWED_SIGNS.map((name) => {
    const found = sprites.match(new RegExp(`<symbol id="it-${name}"[^]*?</symbol>`));
    if (!found) throw new Error(`Bootstrap Italia has no sign it-${name}`);
    return found[0];
  });
  put('signs.svg', read(web, 'sheets/signs.svg').replace('</svg>', `${borrowed.join('\n')}\n</svg>`));
}

function script() {
  const folder = path.join(web, 'scripts');
  const parts = fs.readdirSync(folder).filter((name) => name.endsWith('.js')).sort();
  const bare = (name) => read(folder, name).replace(/^\s*(\/\/|\/\*\*).*\n/gm, '').replace(/^\s+/gm, '');
  const file = (name, some, most) => {
    const text = some.map((part) => `(()=>{${bare(part)}})();`).join('\n');
    within(name, put(name, `"use strict";\n${text}\n`).gz, most);
  };
  file('approdo.js', parts.filter((name) => !APART.includes(name)), SCRIPT_MAX);
  for (const name of APART) file(name, [name], APART_MAX);
}

// why: emptied, not removed, so that a program that watches the folder keeps its hold on it
fs.mkdirSync(dist, { recursive: true });
for (const name of fs.readdirSync(dist)) {
  if (name !== 'manifest.json') fs.rmSync(path.join(dist, name), { recursive: true });
}
const fonts = path.join(italia, 'dist/fonts/Titillium_Web');
const font = put('titillium-web-600.woff2', fs.readFileSync(path.join(fonts, 'titillium-web-v10-latin-ext_latin-600.woff2')));
sheets(font.named);
signs();
put('mark.svg', read(web, 'sheets/mark.svg'));
script();
// The manifest comes last: where it stands, the rest is whole.
fs.writeFileSync(path.join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
