import assert from 'node:assert/strict';
import { copyJson, isEqual, type Json } from '../../lib/json';

describe('The walker over JSON', () => {
  const unchanged = { scalar: (value: unknown) => value as Json };

  it('copies a value with all its parts', () => {
    const value = { control: 2, ranges: [{ begin: { hour: 1 } }, null, 'a', true] };
    const copy = copyJson(value, unchanged) as typeof value;
    assert.deepEqual(copy, value);
    assert.notEqual(copy, value);
    assert.notEqual(copy.ranges[0], value.ranges[0]);
  });

  it('replaces the scalars, and visits names and lists on the way', () => {
    const visited: string[] = [];
    const copy = copyJson(
      { a: [1, 'b'] },
      {
        scalar: (value, depth) => `${value}@${depth}`,
        enter: (value, depth) => void visited.push(`${Array.isArray(value) ? 'list' : 'object'}@${depth}`),
        name: (name) => void visited.push(name),
      },
    );
    assert.deepEqual(copy, { a: ['1@2', 'b@2'] });
    assert.deepEqual(visited, ['object@0', 'a', 'list@1']);
  });

  it('leaves out what has no value, and a name that reaches the prototype', () => {
    const copy = copyJson({ a: undefined, b: 1, ...JSON.parse('{"c":{"__proto__":{"d":1},"e":2}}') }, unchanged);
    assert.deepEqual(Object.keys(copy as object), ['b', 'c']);
    const { c } = copy as { c: Record<string, Json> };
    assert.deepEqual(Object.keys(c), ['e']);
    assert.equal(c.d, undefined);
  });

  it('does not end in a list that never ends by its own iterator', () => {
    const list = [1, 2];
    list[Symbol.iterator] = function* () {
      for (;;) yield 1;
    };
    assert.deepEqual(copyJson(list, unchanged), [1, 2]);
  });
});

describe('Equality of JSON', () => {
  const equal: [Json, Json][] = [
    [
      { a: 1, b: [2] },
      { b: [2], a: 1 },
    ],
    [[], []],
    [null, null],
  ];
  const different: [Json | undefined, Json | undefined][] = [
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: 1 }, { b: 1 }],
    [[1], [1, 2]],
    [[], {}],
    [{}, []],
    [null, {}],
    [undefined, null],
    [1, '1'],
  ];
  it('does not depend on the order of names', () => {
    for (const [a, b] of equal) assert.equal(isEqual(a, b), true, JSON.stringify([a, b]));
  });
  it('ends at the first difference', () => {
    for (const [a, b] of different) assert.equal(isEqual(a, b), false, JSON.stringify([a, b]));
  });
});
