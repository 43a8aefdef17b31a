// The public API over a server that says what the test tells it to: options, values, errors, the end.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAuth, PoolkeyError } from 'poolkey';
import { fakePool, PASSWORD_VERIFIER, refusal, tokens } from './fake-pool.mjs';

const IDS = { userPoolId: 'eu-west-1_Ab3dEf9hK', clientId: '1h57kf5cpq17m0eml12EXAMPLE' };
const ADA = { username: 'ada', password: 'Correct-horse-7' };

describe('options', () => {
  const refused = [
    ['no options', undefined, 'invalid_config'],
    ['a pool id of the wrong form', { ...IDS, userPoolId: 'my-pool' }, 'invalid_config'],
    ['a pool id that is no text', { ...IDS, userPoolId: 7 }, 'invalid_config'],
    ['no client id', { userPoolId: IDS.userPoolId }, 'invalid_config'],
    ['an endpoint over plain http', { ...IDS, endpoint: 'http://example.com' }, 'invalid_config'],
    ['a client secret', { ...IDS, clientSecret: 'shh' }, 'client_secret_refused'],
    ['a timeout of nothing', { ...IDS, timeoutMs: 0 }, 'invalid_config'],
    ['a timeout that no timer takes', { ...IDS, timeoutMs: 2 ** 31 }, 'invalid_config'],
    ['an endpoint that is no text', { ...IDS, endpoint: () => 'http://127.0.0.1:9' }, 'invalid_config'],
    ['an endpoint of null', { ...IDS, endpoint: null }, 'invalid_config'],
    ['a text for options', 'eu-west-1_Ab3dEf9hK', 'invalid_config'],
    ['a symbol for options', Symbol('options'), 'invalid_config'],
    ['a pool id that JSON cannot hold', { ...IDS, userPoolId: 1n }, 'invalid_config'],
    [
      'options that throw when they are looked at',
      {
        get userPoolId() {
          throw new TypeError('mine');
        },
      },
      'invalid_config',
    ],
    ['a wasm that is not there', { ...IDS, wasmUrl: 'http://127.0.0.1:9/poolkey.wasm' }, 'wasm_load_failed'],
  ];
  for (const [name, options, code] of refused) {
    test(`${name} is ${code}, from ready and from every call`, async () => {
      const auth = createAuth(options);
      for (const error of [await refusal(auth.ready), await refusal(auth.signIn(ADA)), await refusal(auth.user())]) {
        assert.ok(error instanceof PoolkeyError);
        assert.equal(error.code, code);
        assert.ok(error.message.length > 20);
      }
    });
  }

  test('a wasm address that answers something else says what it answered', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/gone' ? 404 : 200, { 'content-type': 'text/html' });
      response.end('<!doctype html>');
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${server.address().port}`;
    const html = await refusal(createAuth({ ...IDS, wasmUrl: `${base}/poolkey.wasm` }).ready);
    assert.equal(html.code, 'wasm_load_failed');
    assert.match(html.message, /text\/html/);
    const gone = await refusal(createAuth({ ...IDS, wasmUrl: `${base}/gone` }).ready);
    assert.match(gone.message, /404/);
    server.close();
  });
});

describe('loading', () => {
  test('a wasm that was not there a while ago is asked for again', async () => {
    const file = await readFile(new URL('../dist/generated/poolkey.wasm', import.meta.url));
    let answers = 0;
    const server = createServer((_, response) => {
      response.writeHead(answers++ === 0 ? 503 : 200, { 'content-type': 'application/wasm' });
      response.end(file);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const auth = createAuth({ ...IDS, wasmUrl: `http://127.0.0.1:${server.address().port}/poolkey.wasm` });
    assert.equal((await refusal(auth.ready)).code, 'wasm_load_failed');
    assert.equal(await auth.user(), undefined);
    auth.close();
    server.close();
  });

  test('a page that is not secure is told so', async () => {
    const browser = await import(new URL('../dist/index.js', import.meta.url));
    globalThis.isSecureContext = false;
    try {
      assert.equal((await refusal(browser.createAuth(IDS).ready)).code, 'insecure_context');
    } finally {
      delete globalThis.isSecureContext;
    }
  });
});

describe('with a pool', () => {
  let pool;
  let auth;
  beforeEach(async () => {
    pool = await fakePool();
    auth = createAuth({ ...IDS, endpoint: pool.url, timeoutMs: 5_000 });
  });
  afterEach(async () => {
    auth.close();
    await pool.stop();
  });

  async function signedIn() {
    const step = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens());
    return step;
  }

  test('a sign-in gives the user, and the request says no more than it must', async () => {
    assert.deepEqual(await signedIn(), {
      kind: 'signedIn',
      user: { sub: 's-1', username: 'ada', claims: { sub: 's-1', 'cognito:username': 'ada' } },
    });
    assert.equal(await auth.accessToken(), 'access-1');
    const [first] = pool.requests;
    assert.equal(first.target, 'AWSCognitoIdentityProviderService.InitiateAuth');
    assert.equal(first.headers['content-type'], 'application/x-amz-json-1.1');
    for (const absent of ['cookie', 'referer', 'authorization']) assert.equal(first.headers[absent], undefined);
    assert.ok(!pool.requests.some(({ body }) => body.includes(ADA.password)));
  });

  test('a challenge is answered through its step, and a wrong code keeps it open', async () => {
    const signIn = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, { ChallengeName: 'SMS_MFA', Session: 'x'.repeat(30), ChallengeParameters: { A: 'b' } });
    const step = await signIn;
    assert.deepEqual(
      [step.kind, step.challenge, step.parameters, 'id' in step],
      ['smsCode', 'SMS_MFA', { A: 'b' }, false],
    );

    const wrong = refusal(step.answer({ code: '000000' }));
    await pool.answer(400, { __type: 'CodeMismatchException', message: 'no' });
    assert.equal((await wrong).code, 'wrong_code');
    assert.equal((await refusal(step.answer({ code: 7 }))).code, 'invalid_input');
    assert.equal((await refusal(step.answer(undefined))).code, 'invalid_input');

    const right = step.answer({ code: '123456' });
    await pool.answer(200, tokens());
    assert.equal((await right).kind, 'signedIn');
    assert.equal((await refusal(step.answer({ code: '123456' }))).code, 'invalid_input');
    assert.equal(JSON.parse(pool.requests.at(-1).body).ChallengeResponses.SMS_MFA_CODE, '123456');
  });

  test('a call that its signal ends is aborted, its request too, and the next one works', async () => {
    const stop = new AbortController();
    const signIn = refusal(auth.signIn(ADA, { signal: stop.signal }));
    const ended = pool.hold();
    await ended.arrived;
    stop.abort(new Error('enough'));
    const { code, retryable, cause } = await signIn;
    assert.deepEqual([code, retryable, cause.message], ['aborted', false, 'enough']);
    await ended.closed;
    assert.equal((await refusal(auth.signIn(ADA, { signal: stop.signal }))).code, 'aborted');
    assert.equal((await signedIn()).kind, 'signedIn');
  });

  test('a call that takes longer than it may is a timeout', async () => {
    const signIn = refusal(auth.signIn(ADA, { timeoutMs: 50 }));
    const ended = pool.hold();
    assert.equal((await signIn).code, 'timeout');
    await ended.closed;
  });

  test('what is no text never reaches the core', async () => {
    for (const input of [
      undefined,
      {},
      { username: 'ada' },
      { username: 7, password: 'x' },
      { username: 'ada', password: 'x'.repeat(5000) },
    ]) {
      assert.equal((await refusal(auth.signIn(input))).code, 'invalid_input');
    }
    assert.equal(pool.requests.length, 0);
    assert.equal((await refusal(auth.signIn({ username: 'ada', password: '' }))).code, 'invalid_input');
  });

  test('a failure of the service keeps its name, sentence, status and request id', async () => {
    const signIn = refusal(auth.signIn(ADA));
    // What is throttled is tried again, twice.
    for (let tries = 0; tries < 3; tries += 1) {
      await pool.answer(
        400,
        { __type: 'aws#TooManyRequestsException', message: 'Rate exceeded' },
        { 'x-amzn-requestid': 'r-1' },
      );
    }
    const { code, retryable, serviceError, serviceMessage, status, requestId } = await signIn;
    assert.deepEqual(
      { code, retryable, serviceError, serviceMessage, status, requestId },
      {
        code: 'throttled',
        retryable: true,
        serviceError: 'TooManyRequestsException',
        serviceMessage: 'Rate exceeded',
        status: 400,
        requestId: 'r-1',
      },
    );
  });

  test('a redirect, a page of HTML and a flood are errors', async () => {
    const answers = [
      [307, '', { location: `${pool.url}elsewhere` }, 'network_error'],
      [200, '<!doctype html>', {}, 'unexpected_reply'],
      [200, 'x'.repeat(1_500_000), {}, 'unexpected_reply'],
      [200, '{"ChallengeName":', {}, 'unexpected_reply'],
      [200, Buffer.from([0xff, 0xfe, 0x00]), {}, 'unexpected_reply'],
    ];
    for (const [status, body, headers, code] of answers) {
      const signIn = refusal(auth.signIn(ADA));
      await pool.answer(status, body, headers);
      assert.equal((await signIn).code, code, `${status} ${body.slice(0, 20)}`);
    }
  });

  test('a pool that does not answer in time is a timeout', async () => {
    const hasty = createAuth({ ...IDS, endpoint: pool.url, timeoutMs: 50 });
    const error = await refusal(hasty.signIn(ADA));
    assert.equal(error.code, 'timeout');
    assert.equal(error.retryable, true);
  });

  test('a pool that falls silent in the middle of its answer is a timeout, garbage collected or not', async () => {
    setFlagsFromString('--expose-gc');
    const collecting = setInterval(runInNewContext('gc'), 20);
    const hasty = createAuth({ ...IDS, endpoint: pool.url, timeoutMs: 1_000 });
    const signIn = refusal(hasty.signIn(ADA));
    const { response } = await pool.asked(1);
    response.writeHead(200).write('{');
    assert.equal((await signIn).code, 'timeout');
    clearInterval(collecting);
  });

  test('a thousand callers of a due token make one request', async () => {
    const signIn = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens({ ExpiresIn: 0 }));
    await signIn;
    const callers = Promise.all(Array.from({ length: 1000 }, () => auth.accessToken()));
    await pool.answer(200, tokens({ AccessToken: 'access-2' }));
    assert.deepEqual([...new Set(await callers)], ['access-2']);
    assert.equal(pool.requests.length, 3);
  });

  test('input that throws when it is looked at is invalid_input', async () => {
    const credentials = {
      get username() {
        throw new TypeError('mine');
      },
    };
    assert.equal((await refusal(auth.signIn(credentials))).code, 'invalid_input');
    const signIn = auth.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, { ChallengeName: 'SMS_MFA', Session: 'x'.repeat(30), ChallengeParameters: {} });
    const step = await signIn;
    const circular = {};
    circular.itself = circular;
    for (const answer of [circular, { SMS_MFA_CODE: 1n }]) {
      assert.equal((await refusal(step.answer(answer))).code, 'invalid_input');
    }
  });

  test('without random numbers nothing is made and nothing is sent', async () => {
    const { getRandomValues } = crypto;
    await auth.ready;
    crypto.getRandomValues = () => {
      throw new Error('no entropy');
    };
    try {
      assert.equal((await refusal(auth.signIn(ADA))).code, 'no_randomness');
    } finally {
      crypto.getRandomValues = getRandomValues;
    }
    assert.equal(pool.requests.length, 0);
  });

  test('a hundred requests at once draw no warning', async () => {
    const warnings = [];
    const warn = (warning) => warnings.push(warning.name);
    process.on('warning', warn);
    const all = Array.from({ length: 100 }, () => refusal(auth.signIn(ADA)));
    await pool.asked(100);
    auth.close();
    await Promise.all(all);
    process.off('warning', warn);
    assert.deepEqual(warnings, []);
  });

  test('closing ends what is under way and what comes after', async () => {
    await auth.ready;
    const signIn = refusal(auth.signIn(ADA));
    await pool.asked(1);
    auth.close();
    assert.equal((await signIn).code, 'closed');
    assert.equal((await refusal(auth.user())).code, 'closed');
  });

  test('closing wipes the tokens out of the memory of the wasm', async () => {
    // Or its instance could be the one that is looked at.
    await auth.ready;
    const { instantiate } = WebAssembly;
    let memory;
    WebAssembly.instantiate = async (...given) => {
      const instance = await instantiate(...given);
      memory = instance.exports.memory;
      return instance;
    };
    const own = createAuth({ ...IDS, endpoint: pool.url });
    await own.ready;
    WebAssembly.instantiate = instantiate;
    const signIn = own.signIn(ADA);
    await pool.answer(200, PASSWORD_VERIFIER);
    await pool.answer(200, tokens({ AccessToken: 'token-to-be-wiped' }));
    await signIn;
    assert.ok(Buffer.from(memory.buffer).includes('token-to-be-wiped'));
    own.close();
    assert.equal((await refusal(own.user())).code, 'closed');
    assert.ok(!Buffer.from(memory.buffer).includes('token-to-be-wiped'));
  });

  test('two auths are two sessions', async () => {
    await signedIn();
    const other = createAuth({ ...IDS, endpoint: pool.url });
    assert.equal(await other.user(), undefined);
    other.close();
  });

  test('errors print no secret', async () => {
    const signIn = refusal(auth.signIn(ADA));
    await pool.answer(400, { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' });
    const error = await signIn;
    assert.equal(error.code, 'wrong_credentials');
    assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes(ADA.password));
  });
});
