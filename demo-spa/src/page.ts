// The parts of the page: found by id and type, filled as text. Text from the pool or from an error only ever becomes
// a text node, so nothing that a server sends can become markup.

import { PoolkeyError } from 'poolkey';

/** The element of that id; a wrong id or type is a mistake of ours and fails at once. */
export function element<T extends HTMLElement>(id: string, type: abstract new (...args: never[]) => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new TypeError(`index.html has no ${type.name} with the id ${id}`);
  return found;
}

/** Put a failure in words into a live region: the sentence, then its stable code. */
export function tell(region: HTMLElement, failure: unknown): void {
  const sentence = document.createElement('p');
  sentence.textContent = failure instanceof Error ? failure.message : String(failure);
  region.replaceChildren(sentence);
  if (!(failure instanceof PoolkeyError)) return;
  region.dataset.code = failure.code;
  if (failure.serviceMessage !== undefined && failure.code !== 'wrong_credentials') {
    const said = document.createElement('p');
    said.textContent = `The service said: ${failure.serviceMessage}`;
    region.append(said);
  }
  const code = document.createElement('code');
  code.textContent = failure.requestId === undefined ? failure.code : `${failure.code}, request ${failure.requestId}`;
  region.append(code);
}

export function silence(region: HTMLElement): void {
  delete region.dataset.code;
  region.replaceChildren();
}

/**
 * Fill the body of a two-column table. The roles are spelled out because a narrow page lays the cells out as blocks,
 * and some screen readers then take the table for plain text.
 */
export function fillTable(table: HTMLTableElement, rows: Iterable<readonly [string, string | Node]>): void {
  const filled = [...rows].map(([name, value]) => {
    const row = document.createElement('tr');
    row.setAttribute('role', 'row');
    const head = document.createElement('th');
    head.scope = 'row';
    head.setAttribute('role', 'rowheader');
    head.textContent = name;
    const cell = document.createElement('td');
    cell.setAttribute('role', 'cell');
    cell.append(value);
    row.append(head, cell);
    return row;
  });
  table.setAttribute('role', 'table');
  table.tBodies[0]?.setAttribute('role', 'rowgroup');
  table.tBodies[0]?.replaceChildren(...filled);
}
