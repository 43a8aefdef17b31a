// Comfort for password fields: a button that shows what is typed, and ticks beside the rules that it meets.
// The server decides; a field goes back to dots when its form is sent, so that no browser stores it as plain text.

const SYMBOLS = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

const met = {
  length: (text, rule) => [...text].length >= Number(rule.dataset.length),
  lowercase: (text) => /[a-z]/.test(text),
  uppercase: (text) => /[A-Z]/.test(text),
  number: (text) => /[0-9]/.test(text),
  symbol: (text) => SYMBOLS.test(text),
};

function reveal(button, field, shown) {
  field.type = shown ? 'text' : 'password';
  button.ariaPressed = String(shown);
  button.textContent = shown ? button.dataset.hide : button.dataset.show;
}

for (const button of document.querySelectorAll('[data-reveals]')) {
  const field = document.getElementById(button.dataset.reveals);
  button.hidden = false;
  button.addEventListener('click', () => reveal(button, field, field.type === 'password'));
  field.form.addEventListener('submit', () => reveal(button, field, false));
}

for (const list of document.querySelectorAll('[data-rules-for]')) {
  const field = document.getElementById(list.dataset.rulesFor);
  const tick = () => {
    for (const rule of list.querySelectorAll('[data-rule]')) {
      rule.classList.toggle('met', met[rule.dataset.rule]?.(field.value, rule) ?? false);
    }
  };
  field.addEventListener('input', tick);
  tick();
}
