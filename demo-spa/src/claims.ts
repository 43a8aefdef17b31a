// The claims of an ID token (RFC 7519, OpenID Connect Core 2) as rows a person can read: times as dates with the raw
// number beside them, lists with commas. Shows every claim, the unknown ones too.

const TIMES = new Set(['iat', 'exp', 'nbf', 'auth_time', 'updated_at']);

export function* claimRows(claims: Readonly<Record<string, unknown>>): Generator<[string, string | Node]> {
  for (const [name, value] of Object.entries(claims)) yield [name, readable(name, value)];
}

function readable(name: string, value: unknown): string | Node {
  if (TIMES.has(name) && typeof value === 'number') return date(value);
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return plain(value);
}

function date(seconds: number): Node {
  const moment = new Date(seconds * 1000);
  if (Number.isNaN(moment.getTime())) return document.createTextNode(String(seconds));
  const time = document.createElement('time');
  time.dateTime = moment.toISOString();
  time.textContent = moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const raw = document.createElement('span');
  raw.className = 'raw';
  raw.textContent = String(seconds);
  const both = document.createDocumentFragment();
  both.append(time, ' ', raw);
  return both;
}

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
