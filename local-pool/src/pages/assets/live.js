// A list that keeps itself current: fetches its own page and takes over what is new. Without this script the page shows what
// was there when it was loaded. A list that became shorter (a reset) is replaced as a whole.

import { showCopyButtons } from './copy.js';

const PAUSE = 1500;
const list = document.querySelector('[data-live]');

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const current = page.querySelector('[data-live]');
  if (!current) return;
  const known = new Set([...list.querySelectorAll('[data-id]')].map((entry) => entry.dataset.id));
  const entries = [...current.querySelectorAll('[data-id]')];
  const fresh = entries.filter((entry) => !known.has(entry.dataset.id));
  const kept = entries.length - fresh.length;
  if (kept < known.size || known.size === 0) {
    if (fresh.length > 0 || known.size > 0) list.replaceChildren(...current.children);
  } else {
    // The newest first; what is there stays, with its focus and selection.
    const place = list.querySelector('[data-id]').parentElement;
    for (const entry of fresh.reverse()) {
      entry.classList.add('fresh');
      place.prepend(entry);
    }
  }
  showCopyButtons(list);
}

async function keepCurrent() {
  try {
    if (!document.hidden) await refresh();
  } catch {
    // The server is away, perhaps only restarting: the next round asks again.
  }
  setTimeout(keepCurrent, PAUSE);
}

if (list) setTimeout(keepCurrent, PAUSE);
