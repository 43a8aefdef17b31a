// Loads the app. A file of its own, because a strict Content Security Policy allows no inline script.

import start from './app.js';

await start();
