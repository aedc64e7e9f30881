import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decode } from '../../../lib/keys';

const DANGEROUS = ['__proto__', 'constructor', 'prototype'];

/** The names of all properties in a value, at any depth. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.getOwnPropertyNames(value).flatMap((name) => [
    name,
    ...namesIn((value as Record<string, unknown>)[name]),
  ]);
}

/** True where every object in a value has its original prototype. */
function assertUntouched(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  assert.equal(Object.getPrototypeOf(value), Array.isArray(value) ? Array.prototype : Object.prototype);
  for (const part of Object.values(value)) assertUntouched(part);
}

const escaped = (text: string, which: boolean[]): string =>
  [...text].map((char, i) => (which[i] ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char)).join('');

describe('JSON from a charger', function () {
  this.timeout(60_000);

  it('is read as it is', () => {
    assert.equal(decode('16'), 16);
    assert.equal(decode('null'), null);
    assert.equal(decode('"Garage \\u00e4\\"#+& 🚗"'), 'Garage ä"#+& 🚗');
    assert.deepEqual(decode('{"nrg":[230,0,-1.5],"fna":""}'), { nrg: [230, 0, -1.5], fna: '' });
    assert.equal(decode('"__proto__ and constructor are words here"'), '__proto__ and constructor are words here');
  });

  it('any JSON comes through unchanged, but for dangerous names', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        if (namesIn(JSON.parse(text)).some((name) => DANGEROUS.includes(name))) return;
        assert.deepEqual(decode(text), JSON.parse(text));
      }),
    );
  });

  it('that is none is a SyntaxError, and nothing else ever goes wrong', () => {
    for (const text of ['', 'undefined', '{"amp":1', "{'amp':1}", '16A', 'NaN', '\u0000'])
      assert.throws(() => decode(text), SyntaxError, text);
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'[]{}",:\\u0'), maxLength: 300 })),
        (text) => {
          try {
            decode(text);
          } catch (error) {
            assert.ok(error instanceof SyntaxError);
          }
        },
      ),
    );
  });

  it('cannot reach the prototype of anything, with escapes or without', () => {
    const name = fc
      .tuple(fc.constantFrom(...DANGEROUS), fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }))
      .map(([text, which]) => escaped(text, which));
    const around = fc.constantFrom(
      (inner: string) => inner,
      (inner: string) => `[1,${inner}]`,
      (inner: string) => `{"a":{"b":${inner}},"c":2}`,
      (inner: string) => `{"a":1, "__proto__" : ${inner}}`,
      (inner: string) => `${' '.repeat(200)}${inner}`,
    );
    const poison = fc.constantFrom(
      '{"polluted":true}',
      '1',
      '0',
      '-0',
      '1e999',
      'null',
      '[{"polluted":true}]',
      '{"prototype":{"polluted":true}}',
    );
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    fc.assert(
      fc.property(name, around, poison, (dangerous, wrap, content) => {
        const value = decode(wrap(`{"x":1,"${dangerous}":${content},"y":2}`));
        assert.deepEqual(
          namesIn(value).filter((each) => DANGEROUS.includes(each)),
          [],
        );
        assertUntouched(value);
        assert.equal(JSON.stringify(value).includes('"x":1') || JSON.stringify(value) === '{"a":1}', true);
        // A copy without any protection.
        Object.assign({}, value);
        assert.equal(({} as Record<string, unknown>).polluted, undefined);
      }),
    );
    assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), before);
  });

  it('nests as deep as any charger’s value, and is refused far before a reader’s stack ends', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    for (const depth of [1, 5, 64]) {
      decode(nested(depth));
      decode(objects(depth));
    }
    for (const depth of [65, 1000, 200_000]) {
      assert.throws(() => decode(nested(depth)), SyntaxError);
      assert.throws(() => decode(objects(depth)), SyntaxError);
      assert.throws(() => decode(`{"\\u005f_proto__":${nested(depth)}}`), SyntaxError);
    }
  });

  it('may hold any number of brackets in texts and side by side', () => {
    const brackets = '[{"\\'.repeat(1000);
    assert.equal(decode(JSON.stringify(brackets)), brackets);
    assert.equal((decode(`[${Array(5000).fill('[[]]').join()}]`) as unknown[]).length, 5000);
  });

  it('makes no infinite number of what is too large: there is none in JSON', () => {
    assert.deepEqual(decode(`{"a":1e999,"b":[-1E+400,${'9'.repeat(400)}],"c":1.5e3}`), {
      a: null,
      b: [null, null],
      c: 1500,
    });
    assert.equal(decode('1e999'), null);
    assert.equal(decode('-1E400'), null);
    assert.equal(decode('9'.repeat(400)), null);
  });

  it('takes a zero with a sign for zero, and leaves other numbers as they are', () => {
    assert.deepEqual(decode('[-0,-0.0,-0e5,-0.5,-10,0.05]'), [0, 0, 0, -0.5, -10, 0.05]);
    for (const [text, value] of Object.entries({
      '-0': 0,
      '-0.0': 0,
      ' -0e5': 0,
      '-1e-999': 0,
      '-0.5': -0.5,
      '-10': -10,
    }))
      assert.ok(Object.is(decode(text), value), text);
  });
});
