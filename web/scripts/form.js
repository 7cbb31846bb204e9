// Small kindnesses of every form: one press is one post, and the eye lands on what is wrong.

const AGAIN_MS = 8000;

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = 'yes';
  // why: a form whose answer is a file stays on the page and must be usable again
  setTimeout(() => delete form.dataset.sent, AGAIN_MS);
});

addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});

const wrong = document.querySelector('.error-summary') || document.querySelector('[aria-invalid="true"]');
if (wrong) {
  if (wrong.matches('.error-summary')) wrong.tabIndex = -1;
  wrong.focus();
}

// An open menu closes as people expect: with Escape, or by pressing anywhere else.
const open = () => [...document.querySelectorAll('details.menu[open]')];
document.addEventListener('click', (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of open()) {
    const within = menu.contains(document.activeElement);
    menu.open = false;
    if (within) menu.querySelector('summary').focus();
  }
});
