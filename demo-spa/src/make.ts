// Elements made in code. Children are nodes or texts, and texts become text nodes, so that nothing a server says can become
// markup. Sets attributes by name and no property, so that there is no way to set HTML or a handler.

type Child = Node | string | undefined;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button that does something now and not by a form. */
export function button(label: string, onClick: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = make('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** A paragraph; what is bold in it is given as `strong('…')`. */
export const words = (...children: Child[]): HTMLParagraphElement => make('p', {}, ...children);

export const strong = (text: string): HTMLElement => make('strong', {}, text);
