// Chooses among found persons with the arrows. The focus itself moves to the links, so that the
// Enter key and a screen reader need nothing more. The list may be drawn anew while someone types.

const list = () => document.querySelector('.find-list');
const rowsOf = (found) => (found ? [...found.children].filter((row) => row.querySelector('a.name')) : []);
const place = (rows) => rows.findIndex((row) => row.classList.contains('is-at'));

const stand = (rows, next) => {
  rows.forEach((row, n) => {
    row.classList.toggle('is-at', n === next);
    const link = row.querySelector('a.name');
    if (n === next) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  });
};

document.addEventListener('focusin', (event) => {
  const rows = rowsOf(list());
  const n = rows.findIndex((row) => row.contains(event.target));
  if (n >= 0 && n !== place(rows)) stand(rows, n);
});

document.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const found = list();
  const rows = rowsOf(found);
  const box = document.querySelector('main form[role="search"] input[type="search"], form[role="search"] input[type="search"]');
  const active = document.activeElement;
  const inList = Boolean(found && found.contains(active));
  const free = inList || [document.body, box, active.closest('h2')].includes(active);
  if (!free || !['ArrowDown', 'ArrowUp'].includes(event.key) || !rows.length) return;
  const down = event.key === 'ArrowDown';
  const at = place(rows);
  if (!inList && !down) return;
  event.preventDefault();
  if (inList && !down && at === 0) return box && box.focus();
  const next = inList ? Math.min(rows.length - 1, Math.max(0, at + (down ? 1 : -1))) : Math.max(0, at);
  rows[next].querySelector('a.name').focus();
});
