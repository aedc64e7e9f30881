/** Property-based tests of the validation: random values for every key, against a second implementation of the rules. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  canWrite,
  decode,
  encode,
  type KeyRow,
  keys,
  meaningsOf,
  parseFirmware,
  type Rule,
  rowOf,
} from '../../../lib/keys';
import { isClosed } from '../../../lib/keys/check';
import { meanings } from './meanings';

const FIRMWARE = fc.constantFrom(undefined, '', '051.3', '054.6', '055.7', '56.9', '59.4', '60.2', '60.5', 'BETA');
const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withTypedArray: true,
  withSparseArray: true,
  withUnicodeString: true,
  maxDepth: 4,
});
const key = fc.constantFrom(...keys.map((row) => row.name));
const writable = keys.filter(canWrite);
const dangerous = fc.constantFrom('__proto__', 'constructor', 'prototype');

/** A value that the rule allows, as a user would give it. */
function allowed(rule: Rule): fc.Arbitrary<unknown> {
  const { type, limits = {}, options, fields } = rule;
  const { min = -1e6, max = 1e6, minLength = 0, format } = limits;
  if (options && isClosed(rule))
    return fc.constantFrom(...options.flatMap(({ value, name, label }) => [value, name, label.de]));
  switch (limits.as ?? type) {
    case 'bool':
      return fc.constantFrom<unknown>(true, false, 0, 1, 'true', 'off');
    case 'int':
      return fc.integer({ min, max }).chain((number) => fc.constantFrom<unknown>(number, String(number)));
    case 'float':
      return fc.double({ min, max, noNaN: true }).chain((number) => fc.constantFrom<unknown>(number, String(number)));
    case 'string':
      if (format === 'color')
        return fc
          .string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 6, maxLength: 6 })
          .map((hex) => `#${hex}`);
      if (format === 'url') return fc.webUrl();
      return fc.string({ unit: 'binary', minLength, maxLength: minLength + 16 });
    case 'array':
      return fc.array(limits.items ? allowed(limits.items) : fc.jsonValue({ noUnicodeString: true }), {
        minLength: limits.minItems ?? 0,
        maxLength: limits.maxItems ?? 5,
      });
    case 'object':
      if (format === 'time') return time;
      if (fields)
        return fc.record(Object.fromEntries(fields.map((field) => [field.at, allowed(field)])), {
          // Where all properties are optional one is required: an empty object is refused.
          requiredKeys: limits.otherNames
            ? []
            : fields.filter(({ required }, at) => required || at === 0).map((each) => each.at),
        });
      return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)), {
        maxKeys: 4,
      });
  }
}

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.constantFrom(undefined, 0, 59))
  .chain(([hour, minute, second]) =>
    fc.constantFrom<unknown>(
      { hour, minute, ...(second !== undefined && { second }) },
      { hour: String(hour), minute },
      { hour },
      `${hour}:${String(minute).padStart(2, '0')}`,
    ),
  );

/** A value for this meaning: allowed, an option, or close to an allowed one. */
function forMeaning(row: KeyRow): fc.Arbitrary<unknown> {
  const options = (row.options ?? []).flatMap((option) => [
    option.value,
    option.name,
    option.label.en,
    option.label.de,
  ]);
  const close = [
    fc.integer({ min: -2, max: 40 }),
    fc.constantFrom<unknown>(-0, 6.5, '6.5', 255, 256, 65536, 2 ** 53, null, '#12345', 'é', '\ud800'),
  ];
  return fc.oneof(allowed(row), ...(options.length ? [fc.constantFrom(...options)] : []), ...close, anything);
}

/** A key that can be written, by its name (so that a failure is readable), and a value for one of its meanings. */
const keyAndValue = fc
  .constantFrom(...writable)
  .chain((row) => fc.tuple(fc.constant(row.name), fc.constantFrom(...meanings(row)).chain(forMeaning)));

/** The meaning of the key in a known firmware, or all its meanings. */
function meaningsIn(name: string, firmware: string | undefined): readonly KeyRow[] {
  return firmware && parseFirmware(firmware) ? [rowOf(name, firmware)!] : meaningsOf(name);
}

/** A second implementation of the validation, made of the rules and not of the code. */
function keeps(row: KeyRow, value: unknown): boolean {
  return row.access !== 'r' && follows(row, value);
}

function follows(rule: Rule, value: unknown): boolean {
  if (value === null) return rule.nullable === true;
  if (!isOf(rule, value)) return false;
  const { min, max, maxLength } = rule.limits ?? {};
  const open = min !== undefined || max !== undefined || maxLength !== undefined;
  return !rule.options || open || rule.options.some((option) => option.value === value);
}

function isOf({ type: read, limits = {}, fields }: Rule, value: unknown): boolean {
  const { min = -Infinity, max = Infinity, minLength = 0, maxLength = Infinity, format, items } = limits;
  const { minItems = 0, maxItems = Infinity, otherNames, as: type = read } = limits;
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'int' || type === 'float')
    return typeof value === 'number' && value >= min && value <= max && (type === 'float' || Number.isInteger(value));
  if (type === 'string')
    return (
      typeof value === 'string' &&
      [...value].length >= minLength &&
      [...value].length <= maxLength &&
      (format !== 'color' || /^#[\dA-Fa-f]{6}$/.test(value))
    );
  if (type === 'array')
    return (
      Array.isArray(value) &&
      value.length >= minItems &&
      value.length <= maxItems &&
      (!items || value.every((item) => follows(items, item)))
    );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const parts = value as Record<string, unknown>;
  if (format === 'time') {
    const { hour, minute, second = 0, ...others } = parts as Record<string, number>;
    return Object.keys(others).length === 0 && hour! * 3600 + minute! * 60 + second <= 86_400 && minute! < 60;
  }
  if (!fields) return true;
  const isKnown = (name: string) => otherNames === true || fields.some(({ at }) => at === name);
  return (
    Object.keys(parts).every(isKnown) &&
    fields.every((field) => (field.at in parts ? follows(field, parts[field.at]) : !field.required))
  );
}

describe('Any value for any key', () => {
  it('is sent or refused with a reason, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.oneof(key, fc.string(), dangerous), anything, FIRMWARE, (name, value, firmware) => {
        const result = encode(name, value, firmware);
        assert.notEqual('value' in result, 'why' in result);
        if ('why' in result) assert.ok(result.why.length > 0);
      }),
      { numRuns: 1500 },
    );
  });

  it('that is sent reads back as the same value and keeps to limits and options', () => {
    let sent = 0;
    fc.assert(
      fc.property(keyAndValue, FIRMWARE, ([name, value], firmware) => {
        const result = encode(name, value, firmware);
        if ('why' in result) return;
        sent += 1;
        assert.deepEqual(decode(result.json), result.value);
        assert.ok(
          meaningsIn(name, firmware).some((meaning) => keeps(meaning, result.value)),
          `${name} = ${result.json}`,
        );
        assert.ok(result.json.isWellFormed() && decodeURIComponent(encodeURIComponent(result.json)) === result.json);
      }),
      { numRuns: 3000 },
    );
    assert.ok(sent > 600, `only ${sent} values were sent; the test would see nothing`);
  });

  it('is sent again as it was when what was sent is given once more', () => {
    fc.assert(
      fc.property(keyAndValue, ([name, value]) => {
        const once = encode(name, value);
        if ('value' in once) assert.deepEqual(encode(name, once.value), once);
      }),
      { numRuns: 1000 },
    );
  });

  it('that its type and limits allow is sent, for every key that can be written', () => {
    for (const row of writable) {
      const meaning = meanings(row).at(-1)!;
      fc.assert(
        fc.property(allowed(meaning), (value) => {
          const result = encode(row.name, value);
          assert.ok('value' in result, `${row.name}: ${'why' in result ? result.why : ''}`);
        }),
        { numRuns: 10 },
      );
    }
  });
});

describe('Dangerous names', () => {
  it('in a value never reach a charger or an object’s prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    const poisoned = fc
      .tuple(dangerous, fc.jsonValue(), fc.constantFrom('a', 'b'))
      .map(([name, content, other]) => JSON.parse(`{"${other}":1,"x":[{"${name}":${JSON.stringify(content)}}]}`));
    fc.assert(
      fc.property(
        fc.constantFrom('ids', 'sch_week', 'cards', 'wifis', 'awpl', 'lot'),
        poisoned,
        fc.boolean(),
        (name, value, asText) => {
          const given = name === 'cards' || name === 'wifis' ? [value] : value;
          const result = encode(name, asText ? JSON.stringify(given) : given);
          assert.ok('why' in result, name);
        },
      ),
    );
    assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), before);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });
});

describe('Values that nest', () => {
  const nested = (depth: number): unknown => {
    let value: unknown = 1;
    for (let i = 0; i < depth; i += 1) value = i % 2 ? [value] : { a: value };
    return { a: value };
  };

  it('are sent as deep as any charger’s value, and refused beyond', () => {
    assert.ok('value' in encode('smd', nested(20)));
    for (const depth of [40, 1000, 50_000]) assert.ok('why' in encode('smd', nested(depth)), String(depth));
  });
});
