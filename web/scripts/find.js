// Chooses among found persons with the arrows. The focus itself moves to the links, so that the
// Enter key and a screen reader need nothing more.

const list = document.querySelector('.find-list');
if (list) {
  const rows = [...list.children].filter((row) => row.querySelector('a.name'));
  const box = document.querySelector('main form[role="search"] input[type="search"], form[role="search"] input[type="search"]');
  let at = rows.findIndex((row) => row.classList.contains('is-at'));

  const stand = (next) => {
    rows.forEach((row, n) => {
      row.classList.toggle('is-at', n === next);
      const link = row.querySelector('a.name');
      if (n === next) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
    at = next;
  };

  list.addEventListener('focusin', (event) => {
    const n = rows.findIndex((row) => row.contains(event.target));
    if (n >= 0 && n !== at) stand(n);
  });

  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const inList = list.contains(document.activeElement);
    const free = inList || [document.body, box, document.activeElement.closest('h2')].includes(document.activeElement);
    if (!free || !['ArrowDown', 'ArrowUp'].includes(event.key) || !rows.length) return;
    const down = event.key === 'ArrowDown';
    if (!inList && !down) return;
    event.preventDefault();
    if (inList && !down && at === 0) return box && box.focus();
    const next = inList ? Math.min(rows.length - 1, Math.max(0, at + (down ? 1 : -1))) : Math.max(0, at);
    rows[next].querySelector('a.name').focus();
  });
}
