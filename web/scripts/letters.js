// Helps to write a name in letters that the keyboard has not: the link to the page of letters becomes a button
// that shows them beside the fields. What a name sounds like is typed in Latin letters and a spelling is chosen,
// or one letter after the other. Only which alphabet was chosen last is remembered, until the window is closed.

const KEPT = 'letters';
const PROPOSED_MOST = 10;
const LATIN_LONGEST = 5;

const begins = (text) => !text || /[\s'-]$/u.test(text);
const ends = (text) => !text || /^[\s'-]/u.test(text);
const named = (text) => text.replace(/(^|[\s'-])(\p{L})/gu, (all, before, letter) => before + letter.toUpperCase());

/** What each Latin spelling may stand for, likeliest first. */
const read = (list) => {
  const by = new Map();
  for (const { dataset, textContent } of list.children) {
    (dataset.latin ? dataset.latin.split(' ') : []).forEach((latin, rank) => {
      by.set(latin, [...(by.get(latin) || []), { text: textContent, sign: dataset.sign, rank }]);
    });
  }
  for (const some of by.values()) some.sort((a, b) => a.rank - b.rank);
  return by;
};

/** The likeliest spellings of what was typed. */
const propose = (list, by, typed) => {
  const { kind, join } = list.dataset;
  const signs = kind.startsWith('signs');
  let text = typed.toLowerCase();
  if (kind === 'accents') text = text.slice(-1);
  if (kind === 'unvowelled') text = text.replace(/([^aeiou\s])\1/gu, '$1');
  const closed = ({ text, bare }) => (bare && kind === 'signs-end' ? text + join : text);
  // `bare`: ends with a consonant that may still take a sign
  let made = [{ text: '', cost: 0, bare: false }];
  for (let at = 0, size; at < text.length; at += size) {
    let found = [];
    const [first, part] = [begins(text.slice(0, at)), () => text.slice(at, at + size)];
    for (size = Math.min(LATIN_LONGEST, text.length - at); size > 0; size--) {
      const last = ends(text.slice(at + size));
      found = [first && `^${part()}`, last && `${part()}$`, part()].flatMap((latin) => by.get(latin) || []);
      if (kind === 'unvowelled' && /^[aeiou]$/u.test(part()) && !first && !last) found = [{ text: '' }, ...found];
      if (found.length) break;
    }
    if (!size) [size, found] = [1, [{ text: text[at], other: true }]];
    // why: an unwritten vowel is doubted before a consonant is
    const dear = /^[aeiou]/u.test(text.slice(at)) ? 1 : 2;
    made = made.flatMap((one) => found.flatMap((next, rank) => {
      const vowel = next.sign !== undefined;
      const bare = signs && !vowel && !next.other;
      // why: names from Arabic and Persian are written with the consonants apart
      const joins = !one.bare || !bare ? [''] : kind === 'signs' && join ? [join, ''] : [join];
      const before = next.other ? closed(one) : one.text;
      return joins.map((by, apart) => ({
        text: before + by + (vowel && one.bare ? next.sign : next.text), cost: one.cost + rank * dear + apart, bare,
      }));
    })).sort((a, b) => a.cost - b.cost).slice(0, PROPOSED_MOST);
  }
  return [...new Set(made.map(closed))].filter((one) => one !== typed.toLowerCase());
};

/** Moves among buttons with the arrows, as the eye sees them. */
const walk = (event, all) => {
  const at = all.indexOf(event.target);
  const turned = getComputedStyle(event.target).direction === 'rtl' ? -1 : 1;
  const { offsetLeft, offsetTop } = event.target;
  const beyond = (way) => all.filter((one) => (one.offsetTop - offsetTop) * way > 4)
    .sort((a, b) => (a.offsetTop - b.offsetTop) * way || Math.abs(a.offsetLeft - offsetLeft) - Math.abs(b.offsetLeft - offsetLeft))[0];
  const to = {
    ArrowRight: () => all[at + turned], ArrowLeft: () => all[at - turned], ArrowDown: () => beyond(1), ArrowUp: () => beyond(-1),
    Home: () => all[0], End: () => all.at(-1),
  }[event.key];
  if (!to) return false;
  event.preventDefault();
  const next = to();
  if (next) stand(all, next);
  return true;
};

const stand = (all, next) => {
  for (const one of all) one.tabIndex = one === next ? 0 : -1;
  next.focus();
};

const help = (fields, used, opener, page) => {
  const panel = document.importNode(page.getElementById('letters-help'), true);
  const lists = new Map([...page.querySelectorAll('[data-alphabet]')].map((list) => [list.dataset.alphabet, list]));
  const [alphabet, typed, grid, none] = ['select', 'input', '.letters', 'p[hidden]'].map((what) => panel.querySelector(what));
  const [where, now] = ['.letters-into b', '.letters-into bdi'].map((what) => panel.querySelector(what));
  let [into, list, by] = [used || fields.find((field) => !field.value) || fields[0]];

  const say = () => {
    where.textContent = into.labels[0].firstChild.textContent.trim();
    now.textContent = into.value;
    for (const field of fields) field.classList.toggle('letters-here', field === into && !panel.hidden);
  };

  const put = (text) => {
    const name = list.dataset.kind === 'capitals' || list.dataset.kind === 'accents';
    const before = into.value.slice(0, into.selectionStart);
    into.setRangeText(name && begins(before) ? named(text) : text, into.selectionStart, into.selectionEnd, 'end');
    into.dispatchEvent(new Event('input', { bubbles: true }));
    say();
  };

  const back = () => {
    const [from, to] = [into.selectionStart, into.selectionEnd];
    const last = [...new Intl.Segmenter().segment(into.value.slice(0, from))].at(-1);
    into.setRangeText('', from === to && last ? last.index : from, to, 'end');
    into.dispatchEvent(new Event('input', { bubbles: true }));
    say();
  };

  const draw = () => {
    const some = typed.value.trim() ? propose(list, by, typed.value.trim()) : null;
    const shown = some || [...list.children].map((letter) => letter.textContent);
    grid.setAttribute('aria-label', some ? grid.dataset.sayProposed : grid.dataset.sayAll);
    grid.lang = list.lang;
    grid.dir = list.dir;
    grid.classList.toggle('letters-many', !some);
    grid.replaceChildren(...shown.map((text, at) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text;
      button.tabIndex = at ? -1 : 0;
      button.classList.toggle('mark', !some && list.children[at].classList.contains('mark'));
      return button;
    }));
    none.hidden = shown.length > 0;
  };

  const choose = () => {
    list = lists.get(alphabet.value);
    by = read(list);
    draw();
  };

  const take = (text) => {
    put(text);
    if (!typed.value) return;
    typed.value = '';
    draw();
    typed.focus();
  };

  const open = (shows) => {
    panel.hidden = !shows;
    opener.setAttribute('aria-expanded', shows);
    say();
    (shows ? typed : opener).focus();
  };

  for (const field of fields) {
    field.addEventListener('focus', () => {
      into = field;
      say();
    });
  }
  // why: what is typed in the help is no change of the form
  for (const what of ['input', 'change']) panel.addEventListener(what, (event) => event.stopPropagation());
  typed.addEventListener('input', draw);
  alphabet.addEventListener('change', () => {
    sessionStorage.setItem(KEPT, alphabet.value);
    choose();
  });
  panel.addEventListener('click', ({ target }) => {
    const act = { space: () => put(' '), back, close: () => open(false) }[target.value];
    if (act) act();
    else if (target.parentElement === grid) take(target.textContent);
  });
  panel.addEventListener('keydown', (event) => {
    const { key, target } = event;
    const all = [...grid.children];
    if (key === 'Escape') open(false);
    else if (target.parentElement === grid && walk(event, all)) return;
    else if (target !== typed) return;
    else if (key === 'Enter' && !event.isComposing && !event.ctrlKey && typed.value.trim()) all[0] && take(all[0].textContent);
    else if (key === 'Backspace' && !typed.value) back();
    else if (key === 'ArrowDown' && all[0]) stand(all, all[0]);
    else if (key !== 'Enter' || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
  });
  const kept = sessionStorage.getItem(KEPT);
  if (lists.has(kept)) alphabet.value = kept;
  if (!used) into.setSelectionRange(into.value.length, into.value.length);
  choose();
  opener.parentElement.after(panel);
  return () => open(panel.hidden);
};

for (const link of document.querySelectorAll('a[data-letters]')) {
  const opener = document.createElement('button');
  opener.type = 'button';
  opener.className = 'btn btn-bare';
  opener.textContent = link.dataset.letters;
  opener.setAttribute('aria-expanded', 'false');
  const fields = [...link.closest('form').querySelectorAll('input[dir="auto"]')];
  let [turn, used] = [];
  for (const field of fields) field.addEventListener('focus', () => { used = field; });
  opener.addEventListener('click', () => {
    if (turn) return turn();
    // why: it gives the answer as a page, which no script of ours may make of a text (trusted types)
    const asking = new XMLHttpRequest();
    asking.open('GET', link.href);
    asking.responseType = 'document';
    asking.addEventListener('load', ({ target: { response } }) => {
      if (turn) return;
      if (!response || !response.getElementById('letters-help')) return location.assign(link.href);
      turn = help(fields, used, opener, response);
      turn();
    });
    asking.send();
  });
  link.replaceWith(opener);
}
