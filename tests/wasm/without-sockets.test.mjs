// local-pool's core as wasm, with nothing of the system but a clock and random bytes: somebody signs in, and the token
// expires by the clock of the test. A dependency that wants more of the system is an import more, and fails here.

import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const targets = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../target', import.meta.url));
const file = join(targets, 'wasm32-unknown-unknown/debug/examples/without_sockets.wasm');
const START = Date.UTC(2026, 0, 1);

let module;
let core;
let now = START;

before(async () => {
  module = await WebAssembly.compile(await readFile(file));
  const random = (address, length) => randomFillSync(new Uint8Array(core.memory.buffer, address, length));
  ({ exports: core } = await WebAssembly.instantiate(module, { host: { now: () => now, random } }));
});

test('it asks its host for the time and for random bytes, and for nothing else', () => {
  const imports = WebAssembly.Module.imports(module).map(({ module: from, name }) => `${from}.${name}`);
  assert.deepEqual(imports.sort(), ['host.now', 'host.random']);
});

test('it says that it is well, and what time its host has', () => {
  const { status, headers, body } = ask({ method: 'GET', path: '/_local/health' });
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(body).pools, ['us-east-1_Local0001']);
  assert.equal(headers.date, 'Thu, 01 Jan 2026 00:00:00 GMT');
});

test('a right password gives tokens, which expire; a wrong one is refused', () => {
  const signIn = (PASSWORD) =>
    call('InitiateAuth', {
      AuthFlow: 'USER_AUTH',
      ClientId: '1h57kf5cpq17m0eml12EXAMPLE',
      AuthParameters: { USERNAME: 'ada', PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD },
    });
  assert.equal(signIn('wrong').body.__type, 'NotAuthorizedException');
  const { AccessToken } = signIn('Correct-horse-7').body.AuthenticationResult;
  assert.equal(call('GetUser', { AccessToken }).body.Username, 'ada');
  now += 3_601_000;
  assert.equal(call('GetUser', { AccessToken }).body.__type, 'NotAuthorizedException');
  assert.equal(signIn('Correct-horse-7').status, 200);
});

function call(operation, input) {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
  };
  const { status, body } = ask({ method: 'POST', path: '/', headers, body: JSON.stringify(input) });
  return { status, body: JSON.parse(body) };
}

function ask(request) {
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const address = core.reserve(bytes.length);
  new Uint8Array(core.memory.buffer, address, bytes.length).set(bytes);
  const answer = core.answer(address, bytes.length) >>> 0;
  const length = new DataView(core.memory.buffer).getUint32(answer, true);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(core.memory.buffer, answer + 4, length)));
}
