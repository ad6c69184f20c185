// A little help on top of pages that work without it. No framework, no inline
// script, nothing that writes HTML: the content security policy forbids it.
import '@digdir/designsystemet-web/ds-error-summary';
import '@digdir/designsystemet-web/ds-field';
import '@digdir/designsystemet-web/clickdelegatefor';

// Escape closes the menu and gives the focus back to its button.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = document.querySelector('details.menu[open]');
  if (!open) return;
  open.open = false;
  open.querySelector('summary').focus();
});

// Browsers without ::details-content show the filters beside the results too.
const wide = matchMedia('(min-width: 60rem)');
if (!CSS.supports('selector(::details-content)') && wide.matches) {
  for (const box of document.querySelectorAll('details[data-open-wide]')) box.open = true;
}

// Words to search for, from the server, in the field's own datalist.
for (const input of document.querySelectorAll('input[data-suggest][list]')) suggest(input);

function suggest(input) {
  const list = document.getElementById(input.getAttribute('list'));
  if (!list) return;
  let timer;
  let latest = '';
  input.addEventListener('input', () => {
    clearTimeout(timer);
    const q = input.value.trim();
    if (q.length < 2 || q === latest) return;
    timer = setTimeout(async () => {
      latest = q;
      try {
        const url = new URL(input.dataset.suggest, location.origin);
        url.searchParams.set('q', q);
        const answer = await fetch(url, { headers: { Accept: 'application/json' } });
        if (answer.ok && q === latest) fill(list, await answer.json());
      } catch {
        // Suggestions are a nicety; the search works without them.
      }
    }, 150);
  });
}

function fill(list, words) {
  list.replaceChildren(...words.slice(0, 8).map((word) => {
    const option = document.createElement('option');
    option.value = word;
    return option;
  }));
}

// How far something has come that goes on without us; the page is loaded anew when it is done.
for (const line of document.querySelectorAll('[data-follow]')) follow(line);

function follow(line) {
  setTimeout(async () => {
    try {
      const answer = await fetch(line.dataset.follow, { headers: { Accept: 'application/json' } });
      const now = answer.ok ? await answer.json() : null;
      if (now && !now.text) return location.reload();
      if (now) {
        line.textContent = now.text;
        document.getElementById(line.dataset.target).value = now.done;
      }
    } catch {
      // The link on the page shows it too.
    }
    follow(line);
  }, 2000);
}

// The system's own way to share a page, where there is one; and an address to copy is chosen whole.
for (const button of document.querySelectorAll('button[data-share]')) {
  if (!navigator.share) break;
  button.hidden = false;
  button.addEventListener('click', () => {
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {}); // thought better of it
  });
}
for (const input of document.querySelectorAll('input[data-whole]')) input.addEventListener('focus', () => input.select());

// A second press while a form is on its way is ignored, so that nothing is sent twice.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});
