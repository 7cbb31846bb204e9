// Keeps a draft of what is being written: posts the form to its `data-draft` a few seconds after a
// change and says so in `[data-draft-says]`. The form itself posts without it.

const WAIT_MS = 3000;

for (const form of document.querySelectorAll('form[data-draft]')) {
  const says = form.querySelector('[data-draft-says]');
  let timer = 0;
  let changed = false;
  let busy = false;

  const body = () => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const control = form.elements.namedItem(name);
      if (typeof value === 'string' && !(control && control.type === 'password')) fields.append(name, value);
    }
    return fields;
  };

  const say = (text) => {
    if (says && text) says.textContent = text;
  };

  const save = async () => {
    clearTimeout(timer);
    if (!changed || busy) return;
    changed = false;
    busy = true;
    try {
      const answer = await fetch(form.dataset.draft, { method: 'POST', body: body(), credentials: 'same-origin', keepalive: true, redirect: 'error' });
      if (!answer.ok) throw answer;
      say(form.dataset.draftSaved);
    } catch {
      changed = true;
      say(form.dataset.draftFailed);
    }
    busy = false;
    if (changed) timer = setTimeout(save, WAIT_MS * 3);
  };

  const touched = () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT_MS);
  };

  form.addEventListener('input', touched);
  form.addEventListener('change', touched);
  form.addEventListener('submit', () => {
    changed = false;
    clearTimeout(timer);
  });
  addEventListener('pagehide', save);
}
