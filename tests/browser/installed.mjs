// Where the browsers and their drivers are on this machine, by looking at the usual names; `geckodriver` is the one the
// set-up builds into .cache/bin. Answers with what is missing and never downloads anything: scripts/setup.mjs does that.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export const ENGINES = ['chromium', 'firefox', 'webkit'];

/** { browser, driver, xvfb?, missing: names of what was not found } */
export function findBrowser(engine) {
  const found = {};
  const missing = [];
  for (const [role, names] of Object.entries(usualNames[engine])) {
    found[role] = names.map(locate).find(Boolean);
    if (!found[role]) missing.push(names[0]);
  }
  return { ...found, missing };
}

const usualNames = {
  chromium: {
    browser: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    driver: ['chromedriver', '/usr/lib/chromium-browser/chromedriver'],
  },
  firefox: {
    browser: ['firefox-esr', 'firefox'],
    driver: [join(root, '.cache/bin/geckodriver'), 'geckodriver'],
  },
  webkit: {
    driver: ['WebKitWebDriver'],
    xvfb: ['Xvfb'],
  },
};

function locate(name) {
  if (name.includes('/')) return existsSync(name) ? name : undefined;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
