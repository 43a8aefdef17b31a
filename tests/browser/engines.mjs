// The three browser engines, started one at a time behind one small page interface: launch('chromium'|'firefox'|'webkit').
// Speaks W3C WebDriver (https://www.w3.org/TR/webdriver2/) to the driver that the system installed; where a driver is
// missing, playwright-core's own browsers stand in behind the same interface. Every wait has a deadline, every process
// that is started here is ended by its pid. It never skips: a browser that cannot be found is an error that says what to do.

import { startDriver } from './driver.mjs';
import { ENGINES, findBrowser } from './installed.mjs';
import { WebDriverPage } from './webdriver-page.mjs';

export { ENGINES };

/**
 * Start an engine with an empty profile and return its page.
 * Options: colorScheme 'light' | 'dark'; through 'webdriver' | 'playwright' (default: WebDriver where it is installed).
 */
export async function launch(engine, { colorScheme = 'light', through } = {}) {
  if (!ENGINES.includes(engine)) throw new Error(`${engine} is no engine of ours; choose one of ${ENGINES.join(', ')}`);
  const found = findBrowser(engine);
  if (through === 'playwright' || (found.missing.length > 0 && through !== 'webdriver')) {
    const { PlaywrightPage } = await import('./playwright-page.mjs');
    return PlaywrightPage.launch(engine, { colorScheme, found });
  }
  if (found.missing.length > 0) {
    throw new Error(
      `${engine} cannot be driven: ${found.missing.join(' and ')} not found. Run "npm test" once, it fetches them.`,
    );
  }
  const driver = await startDriver(engine, found, { colorScheme });
  try {
    return await WebDriverPage.open(driver, capabilities[engine](found, colorScheme), { colorScheme });
  } catch (error) {
    await driver.stop();
    throw error;
  }
}

const capabilities = {
  chromium: (found) => ({
    browserName: 'chrome',
    'goog:loggingPrefs': { browser: 'ALL' },
    'goog:chromeOptions': {
      binary: found.browser,
      args: [
        '--headless=new',
        '--no-sandbox', // Chromium refuses to run as root with it, and containers often are root.
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
        '--window-size=1280,900',
      ],
    },
  }),
  firefox: (found, colorScheme) => ({
    browserName: 'firefox',
    'moz:firefoxOptions': {
      binary: found.browser,
      args: ['-headless', '--width=1280', '--height=900'],
      prefs: {
        'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
        // A test's authenticator is the only one, it is the browser's own, and nobody sits there to allow an attestation.
        'security.webauth.webauthn_enable_softtoken': true,
        'security.webauth.webauthn_enable_usbtoken': false,
        'security.webauthn.always_allow_direct_attestation': true,
      },
    },
  }),
  webkit: () => ({}), // WebKitWebDriver starts its own MiniBrowser with an ephemeral profile.
};
