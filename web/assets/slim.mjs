// Leaves out of the built stylesheet what web/ui never uses: two kilobytes of
// every first visit.

export const slim = (css) => prune(drop(css));

// What the components can do and web/ui never asks for. A rule goes when all of
// its selectors need one of these.
const unused = new RegExp([
  'u-summary', 'u-datalist', 'ds-skiplink', 'ds-spinner', 'ds-suggestion', 'ds-card__block', 'ds-pagination', 'ds-avatar-stack',
  'ds-fieldset-', 'ds-breadcrumbs>:not', 'role=switch', 'data-fullwidth', 'data-position=end',
  'data-indeterminate', ':indeterminate', 'data-tooltip', 'type=color', 'type=range', 'data-variant=(default|tinted)',
  'ds-field(:where\\([^)]*\\))?\\[data-variant', 'ds-validation-message\\[data-color', 'aria-busy', 'readonly', 'read-only', 'aria-disabled=true', 'ds-label\\[data-', 'dir\\(rtl\\)', 'lang\\(en', 'ds-print-preserve',
].join('|'));

function drop(css) {
  let kept = '';
  let at = 0;
  while (at < css.length) {
    const open = indexOutside(css, '{', at);
    const end = indexOutside(css, '}', at);
    const semi = indexOutside(css, ';', at);
    if (open < 0 || (end >= 0 && end < open)) break;
    if (semi >= 0 && semi < open) {
      kept += css.slice(at, semi + 1);
      at = semi + 1;
      continue;
    }
    const close = closing(css, open);
    const head = css.slice(at, open);
    const body = css.slice(open + 1, close);
    if (/^\s*@(layer|media|supports)/.test(head)) kept += `${head}{${drop(body)}}`;
    else if (!/^\s*@/.test(head)) kept += keepHead(head, body);
    else kept += `${head}{${body}}`;
    at = close + 1;
  }
  return kept + css.slice(at);
}

function keepHead(head, body) {
  const selectors = split(head).map(withoutUnused).filter((s) => !unused.test(withoutNot(s)));
  return selectors.length ? `${selectors.join(',')}{${body}}` : '';
}

// In :is(summary,u-summary) only the second goes.
function withoutUnused(selector) {
  return selector.replace(/:(is|where)\(([^()]*)\)/g, (all, name, list) => {
    const left = list.split(',').filter((s) => !unused.test(s));
    return left.length ? `:${name}(${left.join(',')})` : all;
  });
}

// A selector that only excludes something still matches everything else.
function withoutNot(selector) {
  let text = selector;
  for (;;) {
    const next = text.replace(/:not\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)/, '');
    if (next === text) return text;
    text = next;
  }
}

function split(head) {
  const parts = [''];
  let depth = 0;
  for (const c of head) {
    if ('(['.includes(c)) depth++;
    if (')]'.includes(c)) depth--;
    if (c === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts;
}

function indexOutside(css, wanted, from) {
  for (let i = from; i < css.length; i++) {
    if (css[i] === '"') i = css.indexOf('"', i + 1);
    else if (css[i] === wanted) return i;
  }
  return -1;
}

function closing(css, open) {
  let depth = 0;
  for (let i = open; i < css.length; i++) {
    if (css[i] === '"') i = css.indexOf('"', i + 1);
    else if (css[i] === '{') depth++;
    else if (css[i] === '}' && --depth === 0) return i;
  }
  return css.length;
}

// Takes away custom properties that no rule reads, until none is left. It is
// safe because nothing sets or reads a property outside the stylesheet.
function prune(css) {
  const declaration = /(--[\w-]+):((?:"[^"]*"|'[^']*'|[^;{}"'])*)(;|(?=\}))/g;
  for (;;) {
    const read = new Set(Array.from(css.matchAll(/var\(\s*(--[\w-]+)/g), (m) => m[1]));
    const next = css.replace(declaration, (all, property) => (read.has(property) ? all : ''));
    if (next === css) return css;
    css = next;
  }
}
