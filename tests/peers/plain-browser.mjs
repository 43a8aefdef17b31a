// A browser without scripts: it follows redirects, keeps cookies by host as browsers do, and sends the forms of a page. Where
// a redirect leads to an address that it was told to stop at, it says that address: an app's callback needs no server.
// It reads only the HTML that it needs: forms, their hidden fields and buttons.

import assert from 'node:assert/strict';

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 20;

/**
 * -> { open(url), send(page, fields), cookies, stoppingAt(address) }; open and send answer { url, status, html, text,
 * headers } or { left: URL }, and stoppingAt gives the same browser, which leaves at one more address.
 */
export function plainBrowser({ stopAt, cookies = new Map() }) {
  async function go(url, init = {}) {
    let [at, how] = [new URL(url), init];
    for (let count = 0; count < MOST_REDIRECTS; count += 1) {
      if (stopAt.some((address) => at.href === address || at.href.match(/^[^?#]*/)[0] === address)) return { left: at };
      const answer = await fetch(at, {
        ...how,
        redirect: 'manual',
        headers: { accept: 'text/html', ...how.headers, ...cookieOf(at) },
      });
      keep(at, answer.headers.getSetCookie());
      if (!REDIRECTS.includes(answer.status)) return page(at, answer);
      await answer.body?.cancel();
      at = new URL(answer.headers.get('location'), at);
      if (answer.status !== 307 && answer.status !== 308) how = {};
    }
    throw new Error(`more than ${MOST_REDIRECTS} redirects, the last to ${at.origin}${at.pathname}`);
  }

  /** Sends a page's form with what it carries itself, `fields` and the one button that is named, as a person would. */
  function send(from, fields, { form: wanted = () => true, button } = {}) {
    const form = forms(from.html).find(
      (one) => Object.keys(fields).every((name) => one.names.has(name)) && wanted(one),
    );
    assert.ok(form, `no form for ${Object.keys(fields)} at ${from.url.pathname}: ${from.text.slice(0, 400)}`);
    const values = new URLSearchParams({ ...form.hidden, ...fields, ...button });
    const action = new URL(form.action ?? from.url.href, from.url);
    if (form.method === 'get') return go(`${action.origin}${action.pathname}?${values}`);
    return go(action, { method: 'POST', body: values, headers: { origin: from.url.origin, referer: from.url.href } });
  }

  function keep(at, lines) {
    for (const line of lines) {
      const [pair, ...attributes] = line.split(';').map((part) => part.trim());
      const split = pair.indexOf('=');
      const [name, value] = [pair.slice(0, split), pair.slice(split + 1)];
      const told = Object.fromEntries(
        attributes.map((text) => text.split('=').map((part) => part.trim().toLowerCase())),
      );
      const gone = told['max-age'] === '0' || (told.expires && Date.parse(told.expires) <= Date.now());
      const key = `${at.hostname} ${name} ${told.path ?? '/'}`;
      if (gone) cookies.delete(key);
      else cookies.set(key, { host: at.hostname, name, value, path: told.path ?? '/', line });
    }
  }

  function cookieOf(at) {
    const sent = [...cookies.values()].filter(
      ({ host, path }) => host === at.hostname && at.pathname.toLowerCase().startsWith(path),
    );
    return sent.length === 0 ? {} : { cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') };
  }

  const stoppingAt = (address) => plainBrowser({ stopAt: [...stopAt, address], cookies });

  return { open: (url) => go(url), send, cookies, stoppingAt };
}

async function page(url, answer) {
  const html = await answer.text();
  const text = decoded(html.replace(/<(script|style)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
  return { url, status: answer.status, headers: answer.headers, html, text };
}

/** Every form of a page; fields that only name their form by its id belong to it as well. */
export function forms(html) {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, opening, inside]) => {
    const { id, action, method } = attributes(opening);
    const elsewhere = [...html.matchAll(/<(?:input|button)\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => id !== undefined && attributes(tag).form === id);
    const tags = [
      ...[...inside.matchAll(/<(?:input|button|select|textarea)\b[^>]*>/g)].map(([tag]) => tag),
      ...elsewhere,
    ];
    const fields = tags.map(attributes).filter(({ name }) => name !== undefined);
    const hidden = fields.filter(({ type }) => type === 'hidden').map(({ name, value = '' }) => [name, value]);
    return {
      action,
      method: (method ?? 'get').toLowerCase(),
      names: new Set(fields.map(({ name }) => name)),
      values: fields.map(({ name, value }) => ({ name, value })),
      hidden: Object.fromEntries(hidden),
    };
  });
}

function attributes(tag) {
  const found = [...tag.matchAll(/([a-z][\w:-]*)(?:=(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/gi)];
  return Object.fromEntries(found.map(([, name, a, b, c]) => [name.toLowerCase(), decoded(a ?? b ?? c ?? '')]));
}

function decoded(text) {
  const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, number, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (number) return String.fromCodePoint(Number(number));
    return named[name.toLowerCase()] ?? whole;
  });
}
