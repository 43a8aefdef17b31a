// What is shown when the pool asks for a step that the demo has no form for: its name and what came with it, plainly.

import { element, fillTable } from './page.js';

export class NextStepView {
  onStartOver: () => void = () => {};

  readonly #view = element('next-step', HTMLElement);
  readonly #heading = element('next-step-heading', HTMLElement);

  constructor() {
    element('start-over', HTMLButtonElement).addEventListener('click', () => this.onStartOver());
  }

  fill(challenge: string, parameters: Readonly<Record<string, string>>): void {
    element('challenge', HTMLElement).textContent = challenge;
    const table = element('challenge-parameters', HTMLTableElement);
    fillTable(table, Object.entries(parameters));
    table.hidden = Object.keys(parameters).length === 0;
  }

  show(): void {
    this.#view.hidden = false;
    this.#heading.focus();
  }

  hide(): void {
    this.#view.hidden = true;
  }
}
