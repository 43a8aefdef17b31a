// A core that crashes in the middle of its work, for real: the wasm built with `cargo xtask wasm --trap` runs into
// `unreachable` the next time it asks for memory. Nothing may stay pending, and the next call finds a fresh core.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fakePool, PASSWORD_VERIFIER, refusal, tokens } from './fake-pool.mjs';

const { createAuth } = await import(new URL('../../.cache/trap/dist/node.js', import.meta.url)).catch((cause) => {
  throw new Error('The core that crashes is not built: cargo xtask wasm --trap && node pkg-js/build.mjs --trap', {
    cause,
  });
});

const OPTIONS = { userPoolId: 'eu-west-1_Ab3dEf9hK', clientId: '1h57kf5cpq17m0eml12EXAMPLE' };
const ADA = { username: 'ada', password: 'Correct-horse-7' };

describe('a core that crashes', () => {
  let pool;
  let auth;
  beforeEach(async () => {
    pool = await fakePool();
    auth = createAuth({ ...OPTIONS, endpoint: pool.url });
    await auth.ready;
  });
  afterEach(() => pool.stop());

  async function assertFresh() {
    assert.equal(await auth.user(), undefined);
    const signIn = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens());
    assert.equal((await signIn).user.username, 'ada');
  }

  test('while replies are awaited rejects everything that is pending and starts afresh', async () => {
    const pending = [refusal(auth.signIn(ADA)), refusal(auth.signIn(ADA)), refusal(auth.signIn(ADA))];
    await pool.asked(3);
    globalThis.armTrap();
    await pool.answer(200, PASSWORD_VERIFIER);
    for (const error of await Promise.all(pending)) {
      assert.equal(error.code, 'core_crashed');
      assert.ok(error.cause instanceof WebAssembly.RuntimeError);
    }
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, PASSWORD_VERIFIER);
    await assertFresh();
  });

  test('inside a call rejects that call and starts afresh', async () => {
    globalThis.armTrap();
    assert.equal((await refusal(auth.signIn(ADA))).code, 'core_crashed');
    assert.equal(pool.requests.length, 0);
    await assertFresh();
  });

  test('takes its open challenges along, and their steps say so', async () => {
    const signIn = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, { ChallengeName: 'SMS_MFA', Session: 'x'.repeat(30), ChallengeParameters: {} });
    const step = await signIn;
    globalThis.armTrap();
    assert.equal((await refusal(auth.signIn(ADA))).code, 'core_crashed');
    await assertFresh();
    assert.equal((await refusal(step.answer({ code: '1' }))).code, 'core_crashed');
  });
});
