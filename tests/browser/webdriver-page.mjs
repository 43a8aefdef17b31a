// A browser page over the W3C WebDriver protocol (https://www.w3.org/TR/webdriver2/), plain fetch and nothing else.
// Keys and clicks are the driver's own, so the page sees trusted events. Page scripts are functions that close over
// nothing; they may be async. Refuses to wait without a deadline.

import { writeFile } from 'node:fs/promises';
import { until } from './driver.mjs';

const COMMAND_WITHIN = 60_000;
const SCRIPT_WITHIN = 30_000;
const LEFT = /script timeout|aborted by navigation|unloaded|context/i;
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const KEYS = { Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', Space: ' ', Backspace: '\uE003' };

export class WebDriverPage {
  #driver;
  #session;

  static async open(driver, capabilities, { colorScheme }) {
    const page = new WebDriverPage();
    page.#driver = driver;
    page.#session = '';
    const opened = await page.#command('POST', '/session', { capabilities: { alwaysMatch: capabilities } });
    page.#session = `/session/${opened.sessionId}`;
    page.engine = driver.engine;
    page.version = `${opened.capabilities.browserName} ${opened.capabilities.browserVersion}`;
    await page.#command('POST', '/timeouts', { script: SCRIPT_WITHIN, pageLoad: 30_000, implicit: 0 });
    if (driver.engine === 'chromium') {
      await page.#devtools('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: colorScheme }],
      });
    }
    return page;
  }

  goto(url) {
    return this.#command('POST', '/url', { url });
  }

  reload() {
    return this.#command('POST', '/refresh', {});
  }

  url() {
    return this.#command('GET', '/url');
  }

  title() {
    return this.#command('GET', '/title');
  }

  /** Run a function in the page with JSON arguments; promises are awaited, what they throw is thrown here. */
  async evaluate(script, ...args) {
    const outcome = await this.#command('POST', '/execute/async', {
      script: `const done = arguments[arguments.length - 1];
        const args = Array.prototype.slice.call(arguments, 0, -1);
        Promise.resolve().then(() => (${script}).apply(null, args)).then(
          (value) => done({ value: value === undefined ? null : value }),
          (error) => done({ thrown: String(error && error.stack && error.message ? error.name + ': ' + error.message : error) }));`,
      args,
    });
    if (outcome.thrown !== undefined) throw new Error(`the page threw ${outcome.thrown}`);
    return outcome.value;
  }

  async click(css) {
    await this.#command('POST', `/element/${await this.#find(css)}/click`, {});
  }

  /** Empty the field, then type with real keys. */
  async fill(css, text) {
    const element = await this.#find(css);
    await this.#command('POST', `/element/${element}/clear`, {});
    if (text !== '') await this.#command('POST', `/element/${element}/value`, { text });
  }

  /** Press one key ('Enter', 'Tab', 'a') where the focus is. */
  async press(key) {
    const value = KEYS[key] ?? key;
    const keyboard = { type: 'key', id: 'keyboard', actions: ['keyDown', 'keyUp'].map((type) => ({ type, value })) };
    await this.#command('POST', '/actions', { actions: [keyboard] });
  }

  async text(css) {
    return this.#command('GET', `/element/${await this.#find(css)}/text`);
  }

  /** Wait for a CSS selector to match something visible, or for a page function to answer something truthy. */
  waitFor(what, deadline = 15_000, ...args) {
    const holds =
      typeof what === 'function'
        ? () => this.evaluate(what, ...args)
        : () =>
            this.evaluate(
              (css) => [...document.querySelectorAll(css)].some((e) => e.getClientRects().length > 0),
              what,
            );
    const began = Date.now();
    return until(
      // A page that is left in the middle of a question answers nothing; chromedriver calls that a script timeout, at once.
      () =>
        holds().catch((error) => {
          if (LEFT.test(error.message) && Date.now() - began < deadline) return false;
          throw error;
        }),
      deadline,
      async () => `${what} at ${await this.url()}; the page shows: ${await this.#visibleText()}`,
    );
  }

  async screenshot(path) {
    await writeFile(path, Buffer.from(await this.#command('GET', '/screenshot'), 'base64'));
  }

  /** Set the size of what the page sees, not of the window around it. */
  async setViewport(width, height) {
    if (this.engine === 'chromium') {
      await this.#devtools('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: false,
      });
      return;
    }
    const frame = await this.evaluate(() => ({ x: outerWidth - innerWidth, y: outerHeight - innerHeight }));
    await this.#command('POST', '/window/rect', { width: width + frame.x, height: height + frame.y });
  }

  /** What the console said at level error since the last call; undefined where the protocol has no way to ask. */
  async consoleErrors() {
    if (this.engine !== 'chromium') return undefined;
    const log = await this.#command('POST', '/se/log', { type: 'browser' });
    return log.filter((entry) => entry.level === 'SEVERE').map((entry) => entry.message);
  }

  /** Cookies of the page, HttpOnly ones too. */
  cookies() {
    return this.#command('GET', '/cookie');
  }

  async close() {
    try {
      await this.#command('DELETE', '');
    } catch {
      // The browser may be gone already; the driver is ended below in any case.
    }
    await this.#driver.stop();
  }

  async #find(css) {
    const found = await this.#command('POST', '/element', { using: 'css selector', value: css });
    return found[ELEMENT];
  }

  async #visibleText() {
    try {
      return (await this.evaluate(() => document.body.innerText)).slice(0, 1500);
    } catch (error) {
      return `(could not be read: ${error.message})`;
    }
  }

  /**
   * Plugs in an authenticator that the browser pretends (https://www.w3.org/TR/webauthn-3/#sctn-automation): one of this
   * device, with a person in front of it. Answers { verified(isVerified), unplug() }.
   */
  async addAuthenticator() {
    const id = await this.#command('POST', '/webauthn/authenticator', {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserConsenting: true,
      isUserVerified: true,
    });
    const at = `/webauthn/authenticator/${id}`;
    return {
      verified: (isUserVerified) => this.#command('POST', `${at}/uv`, { isUserVerified }),
      unplug: () => this.#command('DELETE', at),
    };
  }

  #devtools(cmd, params) {
    return this.#command('POST', '/goog/cdp/execute', { cmd, params });
  }

  async #command(method, path, body) {
    const answer = await fetch(this.#driver.url + this.#session + path, {
      method,
      headers: { 'content-type': 'application/json' }, // geckodriver refuses without it
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(COMMAND_WITHIN),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${this.#driver.engine}: ${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }
}
