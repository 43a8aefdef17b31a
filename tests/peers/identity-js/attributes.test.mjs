// A person's own attributes by amazon-cognito-identity-js: changing, verifying and deleting, what an app may not write, and
// a pool that keeps the old address until the new one is verified.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, preparePool } from '../administrator.mjs';
import { startLocalPool } from '../local-pool.mjs';
import { travel } from '../traveling.mjs';
import { answer, attributes, next, readAttributes, refused, signedIn } from './person.mjs';

let pool;
let app;
let careful;

before(async () => {
  pool = await startLocalPool();
  const settings = {
    AutoVerifiedAttributes: ['email'],
    Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
  };
  app = { url: pool.url, ...(await preparePool(pool.url, { pool: settings })) };
  careful = {
    url: pool.url,
    ...(await preparePool(pool.url, {
      pool: { ...settings, UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
    })),
  };
});

after(() => pool?.stop());

test('attributes are changed, and tokens of the next sign-in have them', async () => {
  const { user } = await somebody(app, 'ada');
  await update(user, { name: 'Ada Lovelace', 'custom:team': 'engines' });
  const { session } = await signedIn(app, 'ada', PASSWORD);
  const claims = session.getIdToken().payload;
  assert.deepEqual([claims.name, claims['custom:team']], ['Ada Lovelace', 'engines']);
});

test('a new address is not verified until its code comes back', async () => {
  const { user } = await somebody(app, 'ben');
  await update(user, { email: 'new.ben@example.com' });
  assert.deepEqual(await address(user), ['new.ben@example.com', 'false']);
  const code = await pool.code('new.ben@example.com');
  assert.equal(await refused(verify(user, other(code))), 'CodeMismatchException');
  await verify(user, code);
  assert.deepEqual(await address(user), ['new.ben@example.com', 'true']);
  assert.equal(await refused(verify(user, code)), 'ExpiredCodeException');
});

test('a code for an address can be asked for again, and is good for a day', async () => {
  const { user } = await somebody(app, 'cora');
  await update(user, { email: 'new.cora@example.com' });
  const { delivery } = await next((on) => user.getAttributeVerificationCode('email', on));
  assert.equal(delivery.CodeDeliveryDetails.AttributeName, 'email');
  const late = await pool.code('new.cora@example.com');
  await travel(pool, 24 * 3600 + 1);
  const { user: again } = await signedIn(app, 'cora', PASSWORD);
  assert.equal(await refused(verify(again, late)), 'ExpiredCodeException');
  await next((on) => again.getAttributeVerificationCode('email', on));
  await verify(again, await pool.code('new.cora@example.com'));
});

test('a careful pool keeps the old address until the new one is verified', async () => {
  const { user } = await somebody(careful, 'dora');
  await update(user, { email: 'new.dora@example.com' });
  assert.deepEqual(await address(user), ['dora@example.com', 'true']);
  await verify(user, await pool.code('new.dora@example.com'));
  assert.deepEqual(await address(user), ['new.dora@example.com', 'true']);
});

test('an attribute is deleted', async () => {
  const { user } = await somebody(app, 'eva');
  await update(user, { name: 'Eva' });
  assert.equal(await answer((done) => user.deleteAttributes(['name'], done)), 'SUCCESS');
  assert.equal('name' in (await readAttributes(user)), false);
});

test('what is the pool’s own cannot be written, nor what it does not know', async () => {
  const { user } = await somebody(app, 'finn');
  const before = await readAttributes(user);
  for (const values of [{ sub: 'somebody-else' }, { email_verified: 'true' }, { 'custom:shoe': '43' }])
    assert.ok(
      ['NotAuthorizedException', 'InvalidParameterException'].includes(await refused(update(user, values))),
      Object.keys(values)[0],
    );
  assert.equal(await refused(update(user, { email: 'nowhere' })), 'InvalidParameterException');
  assert.deepEqual(await readAttributes(user), before);
});

test('an app that may write nothing but names writes no address, and reads what it may', async () => {
  const clientId = await app.addClient({
    WriteAttributes: ['name'],
    ReadAttributes: ['name'],
  });
  await app.addUser('gwen', { email: 'gwen@example.com', email_verified: 'true' });
  const { user } = await signedIn({ ...app, clientId }, 'gwen', PASSWORD);
  assert.equal(await refused(update(user, { email: 'new.gwen@example.com' })), 'NotAuthorizedException');
  await update(user, { name: 'Gwen' });
  const read = await readAttributes(user);
  assert.deepEqual([read.name, read.email], ['Gwen', undefined]);
});

async function somebody(at, name) {
  await at.addUser(name, { email: `${name}@example.com`, email_verified: 'true' });
  return await signedIn(at, name, PASSWORD);
}

const update = (user, values) => answer((done) => user.updateAttributes(attributes(values), done));

async function address(user) {
  const { email, email_verified } = await readAttributes(user);
  return [email, email_verified];
}

function verify(user, code) {
  return next((on) => user.verifyAttribute('email', code, on));
}

/** Six digits that are not these. */
const other = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
