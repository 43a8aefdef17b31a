// The same page interface over playwright-core, for machines whose browsers came by `npx playwright install` instead of
// by apt (macOS, Fedora, a laptop without root). Used only where a WebDriver is missing; refuses with the command that
// installs the browser when there is none.

import { until } from './driver.mjs';

export class PlaywrightPage {
  #browser;
  #page;
  #errors = [];

  static async launch(engine, { colorScheme, found }) {
    const playwright = await import('playwright-core');
    const options = { headless: true, timeout: 30_000 };
    if (engine === 'chromium')
      options.args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run'];
    // Playwright's own Firefox is patched; a system one needs its BiDi channel.
    if (engine !== 'webkit' && found.browser) options.executablePath = found.browser;
    if (engine === 'firefox' && found.browser) options.channel = 'moz-firefox';
    const opened = new PlaywrightPage();
    try {
      opened.#browser = await playwright[engine].launch(options);
    } catch (error) {
      throw new Error(
        `${engine} cannot be started. Install it with: npx playwright-core install ${engine}\n${error.message}`,
      );
    }
    opened.engine = engine;
    opened.version = `${engine} ${opened.#browser.version()}`;
    const context = await opened.#browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
    opened.#page = await context.newPage();
    opened.#page.setDefaultTimeout(15_000);
    opened.#page.on('console', (message) => message.type() === 'error' && opened.#errors.push(message.text()));
    opened.#page.on('pageerror', (error) => opened.#errors.push(String(error)));
    return opened;
  }

  goto(url) {
    return this.#page.goto(url);
  }

  reload() {
    return this.#page.reload();
  }

  async url() {
    return this.#page.url();
  }

  title() {
    return this.#page.title();
  }

  /** Playwright sends functions of one argument; ours take several, so the page applies an array. */
  evaluate(script, ...args) {
    return this.#page.evaluate(`(${script}).apply(null, ${JSON.stringify(args)})`);
  }

  click(css) {
    return this.#page.click(css);
  }

  async fill(css, text) {
    await this.#page.fill(css, '');
    await this.#page.type(css, text);
  }

  press(key) {
    return this.#page.keyboard.press(key);
  }

  text(css) {
    return this.#page.innerText(css);
  }

  waitFor(what, deadline = 15_000, ...args) {
    if (typeof what !== 'function') return this.#page.waitForSelector(what, { timeout: deadline, state: 'visible' });
    return until(
      () => this.evaluate(what, ...args),
      deadline,
      async () => `${what} at ${await this.url()}`,
    );
  }

  screenshot(path) {
    return this.#page.screenshot({ path });
  }

  setViewport(width, height) {
    return this.#page.setViewportSize({ width, height });
  }

  async consoleErrors() {
    return this.#errors.splice(0);
  }

  cookies() {
    return this.#page.context().cookies();
  }

  /** As WebDriverPage's; Chromium alone can. */
  async addAuthenticator() {
    const devtools = await this.#page.context().newCDPSession(this.#page);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      },
    });
    return {
      verified: (isUserVerified) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
      unplug: () => devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
    };
  }

  close() {
    return this.#browser.close();
  }
}
