// The package as a stranger gets it: `npm pack`, then `npm install` of that one file into a folder outside this project.
// Nothing is fetched: the tools of the app (Vite, TypeScript) are links to the ones that are here, the package is not.
// It never builds pkg-js: what is missing there is an error that says what to run.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveSite } from '../../scripts/static-site.mjs';
import { ADA, CLIENT_ID, POOL_ID } from '../e2e/demo-site.mjs';
import { startLocalPool } from '../peers/local-pool.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const root = here('../../');

/** `npm pack` into a folder of its own: { tarball, files: paths in it, remove() }. */
export async function pack() {
  if (!existsSync(join(root, 'pkg-js/dist/index.js')))
    throw new Error('pkg-js/dist is not there: run `npm run build`.');
  const folder = await temporaryFolder('poolkey-tarball-');
  const { stdout } = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    join(root, 'pkg-js'),
  );
  const [{ filename, files }] = JSON.parse(stdout);
  return {
    tarball: join(folder, filename),
    files: files.map(({ path }) => path).sort(),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** An app of a stranger with poolkey installed: { folder, at(path), remove() }. `template` is a folder beside this file. */
export async function installApp(template) {
  const packed = await pack();
  const folder = await temporaryFolder('poolkey-app-');
  const at = (...parts) => join(folder, ...parts);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    if (template) await cp(here(template), folder, { recursive: true });
    else await writeFile(at('package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
    await rename(packed.tarball, at('poolkey.tgz'));
    // With a cache of its own, `--offline` means it: nothing is there but this one file.
    const options = ['--offline', '--cache', at('.npm'), '--no-audit', '--no-fund'];
    await run('npm', ['install', ...options, './poolkey.tgz'], folder);
    await linkTool(at('node_modules/vite'), 'vite', join(root, 'demo-spa/package.json'));
    await linkTool(at('node_modules/typescript'), 'typescript', join(root, 'package.json'));
  } catch (error) {
    await remove();
    throw error;
  } finally {
    await packed.remove();
  }
  return { folder, at, remove };
}

/** A pool that knows Ada: { url, options: what createAuth needs for it, stop() }. */
export async function startPool() {
  const pool = await startLocalPool(`
    [pool]
    id = "${POOL_ID}"
    [[clients]]
    id = "${CLIENT_ID}"
    [[users]]
    username = "${ADA.username}"
    password = "${ADA.password}"
    attributes = { email = "ada@example.com", email_verified = "true" }
  `);
  return { ...pool, options: { userPoolId: POOL_ID, clientId: CLIENT_ID, endpoint: pool.url } };
}

/** A page without a bundler, with the package's own files beside it, on a site of its own. */
export async function plainPage(app, pool, policy) {
  const folder = await mkdtemp(app.at('site-'));
  await cp(here('plain-page'), folder, { recursive: true });
  await cp(app.at('node_modules/poolkey'), join(folder, 'poolkey'), { recursive: true });
  return serveSite({ folder, policy, files: { '/pool.json': pool.options } });
}

/** The TypeScript compiler in that folder: { code, output }. */
export async function compile(folder, ...options) {
  return run(process.execPath, [join(folder, 'node_modules/typescript/bin/tsc'), ...options], folder).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stdout, stderr }) => ({ code, output: `${stdout}${stderr}` }),
  );
}

/** Run a program to its end in that folder: { stdout, stderr }; rejects with both where it fails. */
export function run(program, args, cwd) {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env: ownEnvironment(), timeout: 120_000 }, (error, stdout, stderr) => {
      if (error) reject(Object.assign(error, { stdout, stderr, message: `${error.message}\n${stdout}` }));
      else resolve({ stdout, stderr });
    });
  });
}

/** `npm test` tells its children about this project; a stranger's npm, Node and Vite have not heard of it. */
function ownEnvironment() {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|node_|vite)/i.test(name));
  return Object.fromEntries(own);
}

/** Vite compares paths, so links on the way to the temporary folder are resolved first. */
async function temporaryFolder(name) {
  return mkdtemp(join(await realpath(tmpdir()), name));
}

async function linkTool(link, name, from) {
  await symlink(dirname(createRequire(from).resolve(`${name}/package.json`)), link, 'junction');
}
