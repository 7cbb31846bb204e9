// Searches while someone types, once the hands rest: each such search is one entry of the trail, as if the
// form had been sent. Without script the form is sent. What is found is drawn by the house alone.

const RESTS_MS = 700;
const LETTERS_LEAST = 3;

for (const form of document.querySelectorAll('form.search-form')) {
  const place = document.getElementById('found');
  if (!place) continue;
  let timer = 0;
  let asking;
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  let last = typed();

  const draw = (page) => {
    const found = page && page.getElementById('found');
    if (!found) return;
    // why: the focus stays where the hands are
    for (const one of found.querySelectorAll('[autofocus]')) one.removeAttribute('autofocus');
    place.replaceChildren(...found.childNodes);
  };

  const search = () => {
    const body = typed();
    if (body === last || form.elements.q.value.trim().length < LETTERS_LEAST || form.dataset.sent) return;
    last = body;
    if (asking) asking.abort();
    // why: it gives the answer as a page, which no script of ours may make of a text (trusted types)
    asking = new XMLHttpRequest();
    asking.open('POST', form.action);
    asking.responseType = 'document';
    asking.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    asking.addEventListener('load', ({ target }) => { if (target.status === 200) draw(target.response); });
    asking.send(body);
  };

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, RESTS_MS);
  });
  form.addEventListener('submit', () => clearTimeout(timer));
}
