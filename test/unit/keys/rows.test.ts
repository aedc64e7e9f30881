/** Consistency of the registry, row by row: every dropdown, validation, label and table is made of it. */
import assert from 'node:assert/strict';
import {
  canWrite,
  type Field,
  isAtLeast,
  isKey,
  isName,
  type KeyRow,
  keys,
  meaningsOf,
  parseFirmware,
} from '../../../lib/keys';
import { meanings, optionListsOf, wrong } from './meanings';

const NRG =
  'voltageL1 voltageL2 voltageL3 voltageN currentL1 currentL2 currentL3 powerL1 powerL2 powerL3 powerN powerTotal powerFactorL1 powerFactorL2 powerFactorL3 powerFactorN';

const find = (name: string): KeyRow => {
  const row = keys.find((each) => each.name === name);
  assert.ok(row, `no row for ${name}`);
  return row;
};

describe('The key registry', () => {
  it('has every key once, sorted by name', () => {
    const names = keys.map((row) => row.name);
    assert.ok(names.length >= 408, `${names.length} keys`);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(names, [...names].sort());
  });

  it('has the same rows in its list as by their keys', () =>
    assert.deepEqual(
      wrong((row) => meaningsOf(row.name)[0] !== row),
      [],
    ));

  it('has the keys that the vendor names outside the tables', () => {
    for (const name of ['cak', 'mck', 'mqcc', 'msc']) assert.ok(find(name), name);
  });

  it('only has keys that can be asked for', () =>
    assert.deepEqual(
      wrong((row) => !isKey(row.name)),
      [],
    ));

  it('only has fields that can be named', () => {
    const bad = keys.flatMap((row) =>
      meanings(row).flatMap((meaning) =>
        (meaning.fields ?? []).map((field) => `${row.name}.${field.name}`).filter((name) => !isName(name)),
      ),
    );
    assert.deepEqual(bad, []);
  });

  describe('has no row that contradicts itself:', () => {
    it('options are of the type of their key', () => {
      const fits = { int: Number.isSafeInteger, string: (value: unknown) => typeof value === 'string' && value !== '' };
      const bad = keys.flatMap((row) =>
        meanings(row)
          .flatMap((meaning) => [
            ...(meaning.options ?? []).map((option) => ({ option, type: meaning.type })),
            ...(meaning.fields ?? []).flatMap((field) =>
              (field.options ?? []).map((option) => ({ option, type: field.type })),
            ),
          ])
          .filter(({ option, type }) => !(type === 'int' || type === 'string') || !fits[type](option.value))
          .map(({ option, type }) => `${row.name}: ${String(option.value)} is no ${type}`),
      );
      assert.deepEqual(bad, []);
    });

    it('no list of options has a number or a name twice, or is empty', () => {
      for (const row of keys) {
        for (const options of optionListsOf(row)) {
          assert.ok(options.length > 0, row.name);
          assert.equal(new Set(options.map((option) => option.value)).size, options.length, row.name);
          assert.equal(new Set(options.map((option) => option.name)).size, options.length, row.name);
        }
      }
    });

    it('no name of an option is the label of another: a card is released by what the text says', () => {
      const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
      const ambiguous = keys.flatMap((row) =>
        optionListsOf(row).flatMap((options) => {
          const meant = new Map<string, unknown>();
          return options
            .flatMap(({ value, name, label }) =>
              [name, label.en, label.de].map((text) => ({ value, text: plain(text) })),
            )
            .filter(({ value, text }) => {
              const before = meant.get(text);
              meant.set(text, value);
              return before !== undefined && before !== value;
            })
            .map(({ text }) => `${row.name}: ${text}`);
        }),
      );
      assert.deepEqual(ambiguous, []);
    });

    it('fields of a list have a position of their own, fields of an object a property', () => {
      const holds = (meaning: KeyRow, fields: readonly Field[]) =>
        (meaning.type === 'array' || meaning.type === 'object') &&
        // A duration since a moment has the place of that moment.
        new Set(fields.filter(({ ago }) => !ago).map((field) => field.at)).size ===
          fields.filter(({ ago }) => !ago).length &&
        new Set(fields.map((field) => field.name)).size === fields.length &&
        fields.every(({ at }) =>
          meaning.type === 'array' ? Number.isSafeInteger(at) && Number(at) >= 0 : typeof at === 'string' && at !== '',
        );
      assert.deepEqual(
        wrong((row) =>
          meanings(row).some((meaning) => meaning.fields !== undefined && !holds(meaning, meaning.fields)),
        ),
        [],
      );
    });

    it('limits fit the type, and the smallest is not above the largest', () => {
      const numeric = (type: string) => type === 'int' || type === 'float';
      const holds = (meaning: KeyRow) => {
        const { as, min, max, maxLength, format, minItems, maxItems, items } = meaning.limits ?? {};
        const type = as ?? meaning.type;
        return (
          (numeric(type) || (min === undefined && max === undefined)) &&
          (min ?? 0) <= (max ?? Number.POSITIVE_INFINITY) &&
          (type === 'string' || maxLength === undefined) &&
          (type === 'string' || format === undefined || format === 'time') &&
          (type === 'array' || (minItems === undefined && maxItems === undefined && items === undefined)) &&
          (minItems ?? 0) <= (maxItems ?? Number.POSITIVE_INFINITY)
        );
      };
      assert.deepEqual(
        wrong((row) => !meanings(row).every(holds)),
        [],
      );
    });

    it('options lie within the limits', () => {
      const outside = wrong((row) =>
        meanings(row).some(({ options, limits }) =>
          options?.some(
            ({ value }) => Number(value) < (limits?.min ?? -Infinity) || Number(value) > (limits?.max ?? Infinity),
          ),
        ),
      );
      assert.deepEqual(outside, []);
    });

    it('units belong to numbers and to lists and objects of numbers', () => {
      assert.deepEqual(
        wrong((row) => row.unit !== undefined && (row.type === 'bool' || row.type === 'string')),
        [],
      );
    });

    it('later meanings follow each other by firmware', () => {
      for (const row of keys) {
        const since = (row.versions ?? []).map((version) => version.since);
        assert.ok(
          since.every((each) => parseFirmware(each)),
          row.name,
        );
        for (let i = 1; i < since.length; i += 1)
          assert.ok(!isAtLeast(since[i - 1]!, since[i]!), `${row.name} ${since}`);
        for (const bound of [row.since, row.until]) assert.ok(bound === undefined || parseFirmware(bound), row.name);
      }
    });

    it('every later meaning is another one', () => {
      for (const row of keys) {
        const all = meaningsOf(row.name);
        for (let i = 1; i < all.length; i += 1) assert.notDeepEqual(all[i], all[i - 1], row.name);
      }
    });

    it('only what can be written asks for caution or has limits, and no constant can be written', () => {
      assert.deepEqual(
        wrong((row) => (row.caution !== undefined || row.limits !== undefined) && !canWrite(row)),
        [],
      );
      assert.deepEqual(
        wrong((row) => row.category === 'Constant' && canWrite(row)),
        [],
      );
    });

    it('what is a secret has no options that would show it', () => {
      assert.deepEqual(
        wrong((row) => row.secret === true && optionListsOf(row).length > 0),
        [],
      );
    });
  });

  describe('knows the keys that flows live on:', () => {
    it('nrg by its sixteen names, in order, with units', () => {
      const fields = find('nrg').fields ?? [];
      assert.equal(fields.map((field) => field.name).join(' '), NRG);
      assert.deepEqual(
        fields.map((field) => field.at),
        [...Array(16).keys()],
      );
      assert.deepEqual(
        fields.map((field) => field.unit),
        [...'VVVVAAAWWWWW', '%', '%', '%', '%'],
      );
    });

    it('pha by three phases after and three before the contactor', () => {
      assert.equal(
        find('pha')
          .fields?.map((field) => field.name)
          .join(' '),
        'afterL1 afterL2 afterL3 beforeL1 beforeL2 beforeL3',
      );
    });

    it('everyday settings need no caution', () => {
      const everyday = [
        'amp',
        'frc',
        'psm',
        'lmo',
        'dwo',
        'trx',
        'acs',
        'fup',
        'ids',
        'clp',
        'ust',
        'fna',
        'cid',
        'sch_week',
        'lbr',
      ];
      assert.deepEqual(
        wrong((row) => everyday.includes(row.name) && row.caution !== undefined),
        [],
      );
    });

    it('what cuts the owner off, wipes something or raises a limit does', () => {
      const careful = [
        'ama',
        'wifis',
        'mce',
        'mcu',
        'mtp',
        'hai',
        'cae',
        'del',
        'delw',
        'cards',
        'rst',
        'oct',
        'la1',
        'la3',
        'nmo',
        'lot',
      ];
      assert.deepEqual(
        careful.filter((name) => find(name).caution === undefined),
        [],
      );
    });

    it('what holds a password, a token or a private key is a secret; a public certificate is not', () => {
      for (const name of ['wak', 'facwak', 'pass', 'wifis', 'cak', 'mck', 'mcu', 'ocppck', 'pco', 'data', 'dll'])
        assert.equal(find(name).secret, true, name);
      for (const name of ['msc', 'mqcc', 'amp', 'fna', 'mtp']) assert.equal(find(name).secret, undefined, name);
    });
  });
});
