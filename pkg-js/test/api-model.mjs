// The model of the API (tests/contract/api): what is wrong with a request against it, and answers with everything in them.

import { readFileSync } from 'node:fs';

export const MODEL = JSON.parse(
  readFileSync(new URL('../../tests/contract/api/user-pool.json', import.meta.url), 'utf8'),
);

/** What is wrong with a value, in words; nothing where it is right. */
export function faults(value, shape, path = '') {
  switch (shape.type) {
    case 'string':
      if (typeof value !== 'string') return [`${path} is no text`];
      if (shape.min > value.length || shape.max < value.length) return [`${path} is too short or too long`];
      if (shape.pattern && !new RegExp(`^(?:${shape.pattern})$`, 'u').test(value))
        return [`${path} does not fit ${shape.pattern}`];
      return shape.enum && !shape.enum.includes(value) ? [`${path} is none of ${shape.enum}`] : [];
    case 'integer':
      return Number.isInteger(value) && !(shape.min > value || shape.max < value) ? [] : [`${path} is out of range`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} is neither true nor false`];
    case 'document':
      return isObject(value) ? [] : [`${path} is no object`];
    case 'list':
      if (!Array.isArray(value)) return [`${path} is no list`];
      return value.flatMap((item) => faults(item, shape.member, `${path}/0`));
    case 'map':
      if (!isObject(value)) return [`${path} is no object`];
      return Object.entries(value).flatMap(([name, item]) => faults(item, shape.value, `${path}/${name}`));
    case 'structure': {
      if (!isObject(value)) return [`${path} is no object`];
      const unknown = Object.keys(value).filter((name) => !Object.hasOwn(shape.members, name));
      return [
        ...unknown.map((name) => `${path}/${name} is unknown`),
        ...Object.entries(shape.members).flatMap(([name, member]) => {
          if (Object.hasOwn(value, name)) return faults(value[name], member, `${path}/${name}`);
          return member.required ? [`${path}/${name} is missing`] : [];
        }),
      ];
    }
    default:
      throw new Error(`${path} is a ${shape.type}, of which this knows nothing`);
  }
}

/** A value of a shape with everything in it; texts say where they stand. */
export function complete(shape, path = '') {
  switch (shape.type) {
    case 'string':
      return shape.enum?.[0] ?? path;
    case 'integer':
      return 3600;
    case 'boolean':
      return true;
    case 'timestamp':
      return 1_700_000_000.125;
    case 'document':
      return { of: path };
    case 'list':
      return [complete(shape.member, path)];
    case 'map':
      return { [path]: complete(shape.value, path) };
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members).map(([name, member]) => [
          name,
          complete(member, path ? `${path}.${name}` : name),
        ]),
      );
    default:
      throw new Error(`${path} is a ${shape.type}, of which this knows nothing`);
  }
}

/** Variants of a value with one thing in it replaced by something odd, wherever it stands. */
export function* oddities(value) {
  for (const odd of [null, 7, 1e300, '', 'x', true, [], {}, [null], [7], [[]], [{}], { __proto__: null, length: 1 }])
    yield odd;
  if (value === null || typeof value !== 'object') return;
  for (const [name, member] of Object.entries(value)) {
    for (const odd of oddities(member)) {
      if (Array.isArray(value)) yield value.with?.(Number(name), odd) ?? [odd];
      else yield { ...value, [name]: odd };
    }
    if (!Array.isArray(value)) yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
  }
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
