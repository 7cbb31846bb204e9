// The keys printed on the page. `data-key` names the letter of a link, button or choice. Single
// letters act only away from text fields, and `<html data-keys="off">` silences them (WCAG 2.1.4).

const off = document.documentElement.dataset.keys === 'off';
const typing = (el) => el.isContentEditable || el.matches('textarea, select, input:not([type="radio"], [type="checkbox"], [type="submit"], [type="button"])');
const shown = (el) => el && el.getClientRects().length > 0;

const press = (el) => {
  if (!shown(el)) return false;
  el.focus();
  if (typing(el)) el.select && el.select();
  else el.click();
  return true;
};

const keyed = (root, key) => [...root.querySelectorAll('[data-key]')].find((el) => el.dataset.key.toLowerCase() === key && shown(el));

const send = (form, next) => {
  const button = form.querySelector(next ? 'button[data-next]' : 'button[type="submit"].btn-primary');
  if (!button) return false;
  form.requestSubmit(button);
  return true;
};

const inLines = (form, at, key) => {
  if (/^[1-9]$/.test(key)) {
    const line = form.querySelector(`[accesskey="${key}"]`);
    const field = line && line.closest('fieldset, .field');
    const chosen = field && field.querySelector('input:checked');
    const to = line && line.type === 'radio' && chosen ? chosen : line;
    if (!shown(to)) return false;
    to.focus();
    return true;
  }
  const field = at.closest('fieldset, .field');
  return field ? press(keyed(field, key)) : false;
};

const onLetter = (event, at) => {
  const key = event.key.toLowerCase();
  const lines = document.querySelector('form[data-lines]');
  if (lines && inLines(lines, at, key)) return true;
  if (key === '/') return press(document.querySelector('[role="search"] [accesskey="s"], main [role="search"] input[type="search"]'));
  if (key === '?') {
    const sheet = document.querySelector('dialog#keys');
    if (sheet && !sheet.open) sheet.showModal();
    return Boolean(sheet);
  }
  if (/^[2-9]$/.test(key)) return press(document.querySelector(`.find-list > li:nth-child(${key}) a.name`));
  // why: inside the lines a letter that means nothing there must not leave the page
  return lines && lines.contains(at) ? false : press(keyed(document, key));
};

document.addEventListener('keydown', (event) => {
  const at = event.target;
  if (event.defaultPrevented || event.isComposing || event.repeat || event.altKey || event.metaKey) return;
  if (event.ctrlKey) {
    const form = at.closest('form[method="post"]') || document.querySelector('form[data-lines]');
    if (event.key === 'Enter' && form && send(form, event.shiftKey)) event.preventDefault();
    return;
  }
  if (off || event.key.length !== 1 || typing(at) || at.closest('dialog')) return;
  if (onLetter(event, at)) event.preventDefault();
});
