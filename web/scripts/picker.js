// Narrows a long list of choices while typing: `data-filter` names the list, `data-max` on it says
// how many may be chosen. Without script the whole list shows and the server counts.

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

for (const box of document.querySelectorAll('input[data-filter]')) {
  const list = document.getElementById(box.dataset.filter);
  if (!list) continue;
  box.hidden = false;
  const choices = [...list.querySelectorAll('.choice')].map((el) => [el, plain(el.textContent)]);
  box.addEventListener('input', () => {
    const words = plain(box.value).split(/\s+/);
    for (const [el, text] of choices) el.hidden = !el.querySelector(':checked') && !words.every((word) => text.includes(word));
    for (const group of list.querySelectorAll('[data-group]')) group.hidden = !group.querySelector('.choice:not([hidden])');
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey) return;
    event.preventDefault();
    const first = choices.map(([el]) => el).find((el) => !el.hidden && !el.querySelector(':checked, :disabled'));
    if (!box.value.trim() || !first) return;
    first.querySelector('input').click();
    box.value = '';
    box.dispatchEvent(new Event('input'));
  });
}

for (const list of document.querySelectorAll('[data-max]')) {
  const count = () => {
    const boxes = [...list.querySelectorAll('input[type="checkbox"]')];
    const full = boxes.filter((box) => box.checked).length >= Number(list.dataset.max);
    for (const box of boxes) box.disabled = full && !box.checked;
  };
  list.addEventListener('change', count);
  count();
}
