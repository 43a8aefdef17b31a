// Fetches what the project needs and this machine lacks, and says so; quick where all is there. What is needed to build is
// told apart from what is needed to test: browsers, drivers and the Python peers are fetched for tests alone.
// Everything of ours goes to node_modules/ and .cache/; system packages only by apt, and only as root.
// Usage: node scripts/setup.mjs [--for build|test]

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ENGINES, findBrowser } from '../tests/browser/installed.mjs';
import { endAllOnInterrupt, isStarted, root, run } from './processes.mjs';
import { leave, StepFailed, step } from './steps.mjs';

const GECKODRIVER = '0.37.1';
const PLAYWRIGHT_CORE = '1.64.1';

/** What building and running the demo needs. Throws StepFailed. */
export async function setUpToBuild() {
  await rustToolchain();
  await npmPackages();
}

/** What the tests need besides; goes on after a failure and answers with all of them, so that one gap hides no other. */
export async function setUpToTest() {
  const failures = [];
  for (const part of [browsers, geckodriver, pythonPeers]) {
    try {
      await part();
    } catch (error) {
      failures.push(error instanceof StepFailed ? error : new StepFailed(part.name, String(error)));
    }
  }
  return failures;
}

async function rustToolchain() {
  const cargo = await run('cargo', ['--version']);
  if (cargo.code !== 0) {
    const rustup = await run('rustup', ['--version']);
    if (rustup.code !== 0) {
      throw new StepFailed(
        'Looking for Rust',
        cargo.output,
        'Install Rust with rustup (https://rustup.rs), open a new terminal and run this again.',
      );
    }
    await step(
      'Rust toolchain: installing the one that rust-toolchain.toml names',
      'rustup',
      ['toolchain', 'install'],
      { advice: ONLINE },
    );
  }
  const libraries = await run('rustc', ['--print', 'target-libdir', '--target', 'wasm32-unknown-unknown']);
  if (libraries.code !== 0 || !existsSync(libraries.output.trim())) {
    await step('Rust target wasm32-unknown-unknown: adding', 'rustup', ['target', 'add', 'wasm32-unknown-unknown'], {
      advice: ONLINE,
    });
  }
  for (const [component, probe] of [
    ['clippy', ['clippy', '--version']],
    ['rustfmt', ['fmt', '--version']],
  ]) {
    if ((await run('cargo', probe)).code !== 0) {
      await step(`Rust component ${component}: adding`, 'rustup', ['component', 'add', component], { advice: ONLINE });
    }
  }
}

async function npmPackages() {
  const [wanted, installed] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map(lastChange),
  );
  // npm writes its own record last; where the lock file is newer, somebody changed the dependencies since.
  if (installed !== undefined && installed + 10_000 >= wanted) return;
  await step('npm packages: installing what package-lock.json names', 'npm', ['ci'], { advice: ONLINE });
}

async function browsers() {
  const missing = ENGINES.filter((engine) => findBrowser(engine).missing.some((name) => !name.includes('geckodriver')));
  if (missing.length === 0) return;
  const packages = ['chromium', 'chromium-driver', 'firefox-esr', 'webkit2gtk-driver', 'xvfb', 'xauth'];
  if (await apt(`Browsers (${missing.join(', ')}): installing by apt`, packages)) return;

  const { version } = JSON.parse(await readFile(join(root, 'node_modules/playwright-core/package.json'), 'utf8'));
  if (version !== PLAYWRIGHT_CORE)
    throw new StepFailed(
      'Browsers',
      '',
      `playwright-core is ${version}, but only ${PLAYWRIGHT_CORE} is known to drive all three engines.`,
    );
  console.log(
    `  ${missing.join(', ')} with a WebDriver not found, and no apt as root here; taking Playwright's browsers.`,
  );
  console.log('  The wasm tests in browsers need the WebDrivers: on Debian or Ubuntu, run this first:');
  console.log(`    sudo apt-get install ${packages.join(' ')}`);
  await step(
    'Browsers: fetching by playwright-core',
    process.execPath,
    [join(root, 'node_modules/playwright-core/cli.js'), 'install', ...missing],
    { advice: ONLINE },
  );
}

async function geckodriver() {
  const there = await run(join(root, '.cache/bin/geckodriver'), ['--version']);
  if (there.code === 0 && there.output.includes(GECKODRIVER)) return;
  const args = [
    'install',
    '--locked',
    '--debug',
    '--force',
    'geckodriver',
    '--version',
    GECKODRIVER,
    '--root',
    '.cache',
  ];
  await step(`geckodriver ${GECKODRIVER}: building (one to three minutes)`, 'cargo', args, { advice: ONLINE });
}

/** Two environments, because ministack needs an older botocore than the one whose models the clients are checked by. */
async function pythonPeers() {
  await pythonEnvironment('.cache/venv', 'tests/peers/requirements.txt');
  await pythonEnvironment('.cache/venv-aws', 'tests/peers/requirements-aws.txt');
}

async function pythonEnvironment(folder, requirements) {
  const wanted = createHash('sha256')
    .update(await readFile(join(root, requirements)))
    .digest('hex');
  const stamp = join(root, folder, 'requirements.sha256');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return;

  const python = join(root, folder, 'bin/python');
  if ((await run(python, ['-m', 'pip', '--version'])).code !== 0) {
    if ((await run('python3', ['-c', 'import ensurepip, venv'])).code !== 0) {
      const fetched = await apt('Python: installing python3-venv by apt', ['python3', 'python3-venv']);
      if (!fetched)
        throw new StepFailed(
          'Python peers',
          '',
          'Install Python 3 with its venv module (Debian: sudo apt-get install python3-venv) and run this again.',
        );
    }
    await mkdir(join(root, '.cache'), { recursive: true });
    await step(`Python peers: making ${folder}`, 'python3', ['-m', 'venv', '--clear', join(root, folder)]);
  }
  const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '-r', requirements];
  await step(`Python peers: installing what ${requirements} names`, python, args, { advice: ONLINE });
  await writeFile(stamp, wanted);
}

const ONLINE = 'This step downloads: look at the network connection and run the same command again.';
let listsAreFresh = false;

/** Install Debian packages as root; answers false where that is not possible here. */
async function apt(title, packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (!listsAreFresh)
    await step('Package lists: updating by apt', 'apt-get', ['update', '-qq'], { env, advice: ONLINE });
  listsAreFresh = true;
  await step(title, 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    advice: ONLINE,
  });
  return true;
}

async function lastChange(path) {
  return (await stat(join(root, path)).catch(() => undefined))?.mtimeMs;
}

if (isStarted(import.meta.url)) {
  endAllOnInterrupt();
  const { values } = parseArgs({ options: { for: { type: 'string', default: 'test' } } });
  try {
    await setUpToBuild();
    const failures = values.for === 'build' ? [] : await setUpToTest();
    for (const failure of failures) failure.print();
    if (failures.length > 0) process.exit(1);
    console.log('All that is needed is there.');
  } catch (error) {
    leave(error);
  }
}
