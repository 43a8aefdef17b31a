// `npm run check`: what only looks at the code and runs none of it: format, clippy, lint, types.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { endAllOnInterrupt, root } from './processes.mjs';
import { lastLine, runSuites } from './run-suites.mjs';
import { setUpToBuild } from './setup.mjs';
import { leave } from './steps.mjs';
import { suites } from './suites.mjs';

endAllOnInterrupt();
try {
  await setUpToBuild();
  const looks = suites.filter(({ look }) => look);
  const total = await runSuites(suites.filter((row) => looks.includes(row) || isMissing(row, looks)));
  console.log(lastLine(total));
  process.exit(total.failed > 0 ? 1 : 0);
} catch (error) {
  leave(error);
}

/** Types are checked against what a build writes, so there must have been one. */
function isMissing({ name, makes }, looks) {
  return makes !== undefined && !existsSync(join(root, makes)) && looks.some(({ needs }) => needs?.includes(name));
}
