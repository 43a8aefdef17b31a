// Calls an exported function of a module inside the page, through the page's own bridge (pages/bridge.js).
// The page keeps one instance of each module, so what one call sets, the next one finds.

let calls = 0;

export function callInPage(page, module, name, ...args) {
  calls += 1;
  return page.evaluate(ask, { id: calls, module, name, args });
}

// Runs in the driver's sandbox of the page.
function ask(call) {
  return new Promise((resolve, reject) => {
    addEventListener('message', function hear({ data: { answer } }) {
      if (answer?.id !== call.id) return;
      removeEventListener('message', hear);
      if (answer.thrown !== undefined) reject(new Error(answer.thrown));
      else resolve(answer.value);
    });
    postMessage({ call });
  });
}
