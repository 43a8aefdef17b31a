// What the bench says: tables for a person, results.json for a comparison, and the verdict on budgets.json.
// It knows nothing of how the numbers were taken, and rounds only what it prints.

/** [{ name, committed, measured, met }] for what was measured; a budget whose measurement was left out is not judged. */
export function judge(budgets, results) {
  const verdicts = [];
  for (const [engine, committed] of Object.entries(budgets['srp warm, times faster than aws-amplify'])) {
    const rows = results.engines[engine]?.warmLogin;
    if (!rows) continue;
    const measured = rows.find((row) => row.name === 'poolkey').timesFasterThanAmplify;
    verdicts.push({
      name: `SRP warm in ${engine}, times faster than aws-amplify`,
      committed,
      measured,
      met: measured >= committed,
    });
  }
  if (results.size) {
    const committed = budgets['sign-in page, brotli bytes'];
    const measured = results.size.total;
    verdicts.push({ name: 'sign-in page, brotli bytes', committed, measured, met: measured <= committed });
  }
  return verdicts;
}

export function tables(results, verdicts) {
  const out = [];
  for (const { version, warmLogin, firstLogin, load } of Object.values(results.engines)) {
    if (warmLogin) out.push(speedTable(`${version}: one login's arithmetic, warm`, warmLogin));
    if (firstLogin) out.push(firstTable(`${version}: first login of a fresh page`, firstLogin));
    if (load)
      out.push(
        table(
          `${version}: load, import to ready`,
          ['', 'ms', 'vs aws-amplify'],
          load.map((row) => [row.name, ms(row.medianMs), times(row.timesFasterThanAmplify)]),
        ),
      );
  }
  if (results.size) out.push(sizeTable(results.size));
  if (verdicts.length > 0) {
    const rows = verdicts.map(({ name, committed, measured, met }) => [
      name,
      number(committed),
      number(measured),
      met ? 'met' : 'MISSED',
    ]);
    out.push(table('Budgets', ['', 'committed', 'measured', ''], rows));
  }
  return `${out.join('\n\n')}\n`;
}

/** Numbers to three digits after the point, for a file that people compare. */
export function rounded(value) {
  if (typeof value === 'number') return Number(value.toFixed(3));
  if (Array.isArray(value)) return value.map(rounded);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rounded(inner)]));
}

function speedTable(title, rows) {
  const cells = rows.map((row) => [
    row.name,
    String(row.ephemeralBits),
    ms(row.medianMs),
    times(row.timesFasterThanAmplify),
  ]);
  return table(title, ['', 'bits of a', 'ms', 'vs aws-amplify'], cells);
}

function firstTable(title, rows) {
  const cells = rows.map((row) => [row.name, ms(row.medianMs), times(row.timesFasterThanAmplify), ms(row.withLoadMs)]);
  return table(title, ['', 'ms', 'vs aws-amplify', 'ms with load'], cells);
}

function sizeTable({ total, parts, rows }) {
  const cells = [
    ['poolkey, all of a sign-in page', number(total), times(1)],
    ...parts.map(({ file, brotli }) => [`  ${file}`, number(brotli), '']),
    ...rows.map(({ name, version, brotli, timesPoolkey }) => [
      `${name} ${version}`,
      number(brotli),
      times(timesPoolkey),
    ]),
  ];
  return table('Size, minified and brotli', ['', 'bytes', 'of poolkey'], cells);
}

function table(title, head, rows) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd();
  return [title, line(head), ...rows.map(line)].join('\n');
}

const ms = (value) => value.toFixed(value < 10 ? 2 : 1);
const times = (value) => `${value.toFixed(value < 10 ? 2 : 1)}x`;
const number = (value) => (Number.isInteger(value) ? value.toLocaleString('en-US') : value.toFixed(2));
