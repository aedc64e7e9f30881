import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../../lib/charger/charger.types';
import { isKey, isName, keyOf, keys, named, pick } from '../../../lib/keys';

const NRG = [230, 231, 232, 1, 6, 7, 8, 1400, 1600, 1800, 0, 4800, 99, 98, 97, 0];
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '.',
    '..',
    'nrg.',
    '.nrg',
    'nrg.__proto__',
    'nrg.constructor',
    'nrg.powerTotal',
  ),
  fc
    .tuple(fc.constantFrom('nrg', 'cll', 'amp', 'sch_week', '__proto__'), fc.string())
    .map(([key, field]) => `${key}.${field}`),
);

describe('A name', () => {
  it('is a key, or a field of one, also of keys that only newer firmware has', () => {
    for (const name of [
      'amp',
      'nrg.powerTotal',
      'sch_week',
      'sch_week.control',
      'modelStatus',
      'newKey7',
      'newKey7.part',
      'tma.0',
    ])
      assert.ok(isName(name), name);
    for (const { name, fields } of keys) {
      assert.ok(isName(name), name);
      for (const field of fields ?? []) assert.ok(isName(`${name}.${field.name}`), `${name}.${field.name}`);
    }
  });

  it('is never what every object has, nor anything that means something in a URL or a topic', () => {
    for (const name of [
      '',
      '.',
      'amp.',
      '.amp',
      'a.b.c',
      '__proto__',
      'constructor',
      'toString',
      'amp.__proto__',
      'amp.constructor',
      '../x',
      'a/b',
      '+',
      '#',
      'a,b',
      'a&b=1',
      'a b',
      '7up',
      'ä',
      'a'.repeat(49),
    ])
      assert.equal(isName(name), false, name);
    assert.equal(isKey('nrg.powerTotal'), false);
  });

  it('belongs to the key before the dot', () => {
    assert.equal(keyOf('nrg.powerTotal'), 'nrg');
    assert.equal(keyOf('amp'), 'amp');
  });

  it('of a field carries the unit and title of the field', () => {
    const { key, field, unit, type, title, known, access } = named('nrg.powerTotal');
    assert.deepEqual(
      { key, field, unit, type, known, access },
      { key: 'nrg', field: 'powerTotal', unit: 'W', type: 'float', known: true, access: 'r' },
    );
    assert.notEqual(title.en, named('nrg').title.en);
  });

  it('that nobody knows is its own title and can only be read', () => {
    assert.deepEqual(named('zzz'), {
      name: 'zzz',
      key: 'zzz',
      field: undefined,
      title: { en: 'zzz', de: 'zzz' },
      access: 'r',
      secret: false,
      known: false,
    });
    assert.equal(named('nrg.zzz').known, false);
    assert.equal(named('__proto__').known, false);
    assert.equal(named('constructor.name').known, false);
  });

  it('of a part of a secret is a secret', () => {
    assert.equal(named('wak').secret, true);
    assert.equal(named('wifis.0').secret, true);
    assert.equal(named('amp').secret, false);
  });

  it('follows the firmware where a key changed', () => {
    assert.equal(named('bac', '054.0').type, 'bool');
    assert.equal(named('bac', '055.7').type, 'int');
    assert.equal(named('lot.amp', '60.5').known, true);
    assert.equal(named('lot.amp', '054.0').known, false);
  });
});

describe('The part of a value that a name means', () => {
  it('is the whole value for a key', () => {
    assert.equal(pick('amp', 16), 16);
    assert.equal(pick('amp', null), null);
    assert.deepEqual(pick('nrg', NRG), NRG);
  });

  it('is the position of a list, by name or number', () => {
    assert.equal(pick('nrg.powerTotal', NRG), 4800);
    assert.equal(pick('nrg.voltageL1', NRG), 230);
    assert.equal(pick('nrg.powerFactorN', NRG), 0);
    assert.equal(pick('zzz.1', [5, 6]), 6);
    assert.equal(pick('pha.beforeL3', [false, false, false, true, true, true]), true);
  });

  it('is the property of an object', () => {
    assert.equal(pick('sch_week.control', { control: 2, ranges: [] }), 2);
    assert.equal(pick('zzz.part', { part: null }), null);
  });

  it('is nothing where the value has no such part', () => {
    const values: Json[] = [NRG, [7], 5, null, 'text', true, {}, { control: 1 }];
    for (const name of [
      'nrg.',
      'nrg.-1',
      'nrg.1e0',
      'nrg.zzz',
      'nrg.length',
      'nrg.99',
      'sch_week.zzz',
      'amp.toString',
      'amp.',
      'zzz.1.5',
    ])
      for (const value of values) assert.equal(pick(name, value), undefined, `${name} of ${JSON.stringify(value)}`);
    assert.equal(pick('nrg.powerTotal', null), undefined);
    assert.equal(pick('nrg.powerTotal', [1, 2]), undefined);
  });

  it('is never what every object has', () => {
    for (const field of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      for (const value of [{}, [], { a: 1 }] as Json[]) assert.equal(pick(`zzz.${field}`, value), undefined, field);
  });
});

describe('Any text', () => {
  it('can be asked about as a name', () => {
    fc.assert(
      fc.property(anyText, fc.jsonValue(), fc.option(fc.string(), { nil: undefined }), (text, value, firmware) => {
        assert.equal(typeof isName(text), 'boolean');
        assert.equal(typeof isKey(text), 'boolean');
        const { name, key, title } = named(text, firmware);
        assert.equal(name, text);
        assert.ok(text.startsWith(key));
        assert.equal(typeof title.en, 'string');
        const part = pick(text, value as Json);
        assert.notEqual(typeof part, 'function');
        assert.notEqual(part, Object.prototype);
      }),
    );
  });

  it('that is a name stays harmless in a URL and in a topic', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (!isName(text)) return;
        assert.equal(encodeURIComponent(text), text);
        assert.doesNotMatch(text, /[/+#\s]/);
        assert.ok(!(keyOf(text) in {}));
      }),
    );
  });
});
