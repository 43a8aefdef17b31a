// Buttons that copy: shown only where the clipboard can be written, so that without this script none is dead.

const said = new WeakMap();

document.addEventListener('click', async (event) => {
  const button = event.target instanceof Element && event.target.closest('[data-copy]');
  if (!button) return;
  const label = said.get(button) ?? button.textContent;
  said.set(button, label);
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied ?? 'Copied';
  } catch {
    button.textContent = label;
    return;
  }
  setTimeout(() => {
    button.textContent = label;
  }, 1600);
});

export function showCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll('[data-copy][hidden]')) button.hidden = false;
}

showCopyButtons(document);
