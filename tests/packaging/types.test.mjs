// The published types as a stranger's compiler reads them: lines that are right compile, lines that are wrong do not, and
// for the reason they should. Every case is a file of its own; all of them are compiled at once, as strictly as can be.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { compile, installApp } from './stranger.mjs';

const OPTIONS = `{ userPoolId: 'eu-west-1_AbCdEfGhI', clientId: '1h57kf5cpq17m0eml12EXAMPLE' }`;
const AUTH = `import { createAuth } from 'poolkey';\nconst auth = createAuth(${OPTIONS});\n`;
const STEP = `${AUTH}const step = await auth.signIn({ username: 'ada', password: 'x' });\n`;
const CAUGHT = `import { PoolkeyError } from 'poolkey';\ndeclare const caught: unknown;\n`;

const ALLOWED = {
  'every option': `import { createAuth, type AuthOptions } from 'poolkey';
    const options: AuthOptions = { ...${OPTIONS}, endpoint: 'https://idp.example.com', timeoutMs: 5000, wasmUrl: new URL('https://a.example/x.wasm') };
    createAuth(options).close();`,
  'a step is narrowed by its kind': `${STEP}
    const name: string = step.kind === 'signedIn' ? step.user.sub : step.challenge;
    if (step.kind === 'smsCode') await step.answer({ code: '1' }, { timeoutMs: 1000 });
    if (step.kind === 'other') await step.answer({ NEW_CODE: '1' });`,
  'an unknown error is narrowed by its class': `${CAUGHT}
    if (caught instanceof PoolkeyError && caught.code === 'throttled') { const again: boolean = caught.retryable; }`,
  'what may be absent may be absent': `${CAUGHT}
    if (caught instanceof PoolkeyError) { const status: number | undefined = caught.status; }`,
  'every way in': `${AUTH}
    await auth.signIn({ username: 'ada', password: 'x', flow: 'password' });
    await auth.signIn({ username: 'ada', flow: 'choice', preferred: 'WEB_AUTHN', stepUp: { maxAge: 300 } });
    await auth.signIn({ username: 'ada', flow: 'custom' });`,
  'the account': `${AUTH}
    import { confirmSignUp, devices, mfa, profile, signUp } from 'poolkey/account';
    const { session } = await signUp(auth, { username: 'ada', attributes: { email: 'ada@example.com' } });
    const { signIn } = await confirmSignUp(auth, { username: 'ada', code: '123456', session });
    const kind: string | undefined = (await signIn?.())?.kind;
    const email: string | undefined = (await profile(auth)).attributes['email'];
    for await (const { key, created } of devices.list(auth)) { const when: Date | undefined = created; await devices.forget(auth, key); }
    await mfa.setPreference(auth, { totp: 'preferred', passkey: 'on' });`,
  passkeys: `${STEP}
    import { passkeySupport, registerPasskey, usePasskey } from 'poolkey/passkeys';
    if (step.kind === 'passkey') await usePasskey(step, { signal: AbortSignal.timeout(1000) });
    if ((await passkeySupport()).conditionalCreate) await registerPasskey(auth, { conditional: true });`,
  'everything a signed-in person does': `${AUTH}
    const token: string = await auth.accessToken();
    const { Username: name } = await auth.call<{ Username: string }>('GetUser');
    const sub: string = (await auth.refresh()).sub;
    const user: string | undefined = (await auth.user())?.username;
    const revoked: boolean = (await auth.signOut()).revoked;`,
};

const REFUSED = {
  'a client secret': {
    lines: `import { createAuth } from 'poolkey';\ncreateAuth({ ...${OPTIONS}, clientSecret: 'shh' });`,
    complaint: /clientSecret.*AuthOptions/s,
  },
  'no client id': {
    lines: `import { createAuth } from 'poolkey';\ncreateAuth({ userPoolId: 'eu-west-1_AbCdEfGhI' });`,
    complaint: /clientId/,
  },
  'an option of the wrong type': {
    lines: `import { createAuth } from 'poolkey';\ncreateAuth({ ...${OPTIONS}, timeoutMs: '5 s' });`,
    complaint: /'string'.*'number'/s,
  },
  'a sign-in without a password': { lines: `${AUTH}await auth.signIn({ username: 'ada' });`, complaint: /password/ },
  'a step-up that is not a choice': {
    lines: `${AUTH}await auth.signIn({ username: 'ada', password: 'x', stepUp: { maxAge: 1 } });`,
    complaint: /stepUp/,
  },
  'a passkey that is preferred as second factor': {
    lines: `${AUTH}import { mfa } from 'poolkey/account';\nawait mfa.setPreference(auth, { passkey: 'preferred' });`,
    complaint: /preferred/,
  },
  'a passkey for another step': {
    lines: `${STEP}import { usePasskey } from 'poolkey/passkeys';\nif (step.kind === 'totp') await usePasskey(step);`,
    complaint: /PasskeyStep/,
  },
  'an answer to somebody who is signed in': {
    lines: `${STEP}if (step.kind === 'signedIn') await step.answer({});`,
    complaint: /'answer' does not exist on type 'SignedInStep'/,
  },
  'an answer before the kind is known': {
    lines: `${STEP}await step.answer({});`,
    complaint: /'answer' does not exist/,
  },
  'a user before the kind is known': { lines: `${STEP}step.user.sub;`, complaint: /'user' does not exist/ },
  'a kind that there is not': { lines: `${STEP}if (step.kind === 'done') step;`, complaint: /no overlap/ },
  'a code that there is not': {
    lines: `${CAUGHT}if (caught instanceof PoolkeyError && caught.code === 'wrong_password') caught;`,
    complaint: /no overlap/,
  },
  'changing the code of an error': {
    lines: `${CAUGHT}if (caught instanceof PoolkeyError) caught.code = 'timeout';`,
    complaint: /read-only/,
  },
  'a token that was not awaited': { lines: `${AUTH}const token: string = auth.accessToken();`, complaint: /Promise/ },
  'a user without asking whether there is one': { lines: `${AUTH}(await auth.user()).sub;`, complaint: /undefined/ },
  'a claim taken for text': {
    lines: `${AUTH}const name: string = (await auth.refresh()).claims['name'];`,
    complaint: /unknown/,
  },
  'a file inside the package': {
    lines: `import { authFrom } from 'poolkey/dist/auth.js';\nauthFrom;`,
    complaint: /poolkey\/dist/,
  },
};

for (const moduleResolution of ['bundler', 'nodenext']) {
  describe(`the types, resolved as ${moduleResolution}`, () => {
    let app;
    let complaints;

    before(async () => {
      app = await installApp();
      await mkdir(app.at('src'));
      const cases = {
        ...ALLOWED,
        ...Object.fromEntries(Object.entries(REFUSED).map(([name, { lines }]) => [name, lines])),
      };
      for (const [name, lines] of Object.entries(cases))
        await writeFile(app.at(`src/${fileOf(name)}`), `${lines}\nexport {};\n`);
      await writeFile(app.at('tsconfig.json'), JSON.stringify(configuration(moduleResolution)));
      complaints = byFile((await compile(app.folder, '--pretty', 'false')).output);
    });

    after(() => app?.remove());

    for (const name of Object.keys(ALLOWED)) {
      test(`allow: ${name}`, () => assert.deepEqual(complaints.get(fileOf(name)) ?? [], []));
    }

    for (const [name, { complaint }] of Object.entries(REFUSED)) {
      test(`refuse: ${name}`, () => {
        const found = complaints.get(fileOf(name)) ?? [];
        assert.equal(found.length, 1, `one complaint is expected, there are ${found.length}: ${found.join('\n')}`);
        assert.match(found[0], complaint);
      });
    }

    test('give no complaint about the declarations themselves', () => {
      const ours = new Set(Object.keys({ ...ALLOWED, ...REFUSED }).map(fileOf));
      assert.deepEqual(
        [...complaints].filter(([file]) => !ours.has(file)),
        [],
      );
    });
  });
}

test('the types need no DOM, for servers have none', async () => {
  const app = await installApp();
  try {
    await mkdir(app.at('src'));
    await writeFile(
      app.at('src/globals.d.ts'),
      'interface URL { readonly href: string }\ninterface AbortSignal { readonly aborted: boolean }\n',
    );
    await writeFile(app.at('src/server.ts'), `${AUTH}export const token: string = await auth.accessToken();\n`);
    const config = configuration('nodenext');
    config.compilerOptions.lib = ['es2022'];
    await writeFile(app.at('tsconfig.json'), JSON.stringify(config));
    assert.deepEqual(await compile(app.folder, '--pretty', 'false'), { code: 0, output: '' });
  } finally {
    await app.remove();
  }
});

const fileOf = (name) => `${name.replaceAll(' ', '-')}.ts`;

function configuration(moduleResolution) {
  return {
    compilerOptions: {
      target: 'es2022',
      module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution,
      lib: ['es2022', 'dom'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      skipLibCheck: false,
      noEmit: true,
    },
    include: ['src'],
  };
}

/** The compiler's output as file name -> complaints, each with the lines that explain it. */
function byFile(output) {
  const found = new Map();
  let last;
  for (const line of output.split('\n').filter(Boolean)) {
    const [, file] = line.match(/^(.+?)\(\d+,\d+\): error TS/) ?? [];
    if (file === undefined && !line.startsWith(' '))
      found.set('the compiler', [...(found.get('the compiler') ?? []), line]);
    if (file === undefined && last) last[last.length - 1] += `\n${line}`;
    if (file === undefined) continue;
    const name = file.replace(/^src\//, '');
    last = found.get(name) ?? [];
    last.push(line);
    found.set(name, last);
  }
  return found;
}
