import assert from 'node:assert/strict';
import { keys, meaningsOf } from '../../../lib/keys';
import { jsonParts, jsonText } from '../../../nodes/editor/json-text';
import { namesText } from '../../../nodes/editor/names-text';
import { choicesOf, giveDescriptions, search } from '../../../nodes/editor/registry';

const choicesIn = (language: 'en' | 'de') => {
  const choices = choicesOf(keys, language);
  giveDescriptions(choices, Object.fromEntries(keys.map(({ name, description }) => [name, description[language]])));
  return choices;
};
const german = choicesIn('de');
const english = choicesIn('en');
const found = (choices: typeof german, query: string) => search(choices, query).map(({ name }) => name);

describe('Searching names', () => {
  it('finds by name, title and option, in English in every editor', () => {
    assert.equal(found(german, 'amp')[0], 'amp');
    assert.equal(found(german, 'Ladestrom')[0], 'amp');
    assert.ok(found(german, 'charging current').includes('amp'));
    assert.ok(found(german, 'requested current').includes('cll.requestedCurrent'));
    assert.ok(found(english, 'eco').includes('lmo'));
    assert.ok(found(german, 'WaitCar').includes('car'));
    assert.equal(found(english, 'power')[0], 'nrg.powerTotal');
  });

  it('finds by what a description says, once the descriptions have come', () => {
    assert.ok(found(english, 'protective earth').includes('nmo'));
    assert.ok(found(german, 'Schutzleiter').includes('nmo'));
    assert.deepEqual(found(choicesOf(keys, 'en'), 'protective earth'), []);
  });

  it('needs every word and no umlauts', () => {
    assert.ok(found(german, 'uberschuss').length > 0);
    assert.deepEqual(found(german, 'uberschuss'), found(german, 'Überschuss'));
    const both = found(english, 'phase power');
    assert.ok(both.length > 0 && both.every((name) => found(english, 'phase').includes(name)));
    assert.deepEqual(found(english, 'no such thing anywhere'), []);
  });

  it('offers every key and every field once', () => {
    const names = english.map(({ name }) => name);
    const fields = keys.reduce((count, { name }) => {
      const all = meaningsOf(name).flatMap((meaning) => meaning.fields ?? []);
      return count + new Set(all.map((field) => field.name)).size;
    }, 0);
    assert.ok(names.includes('lot.ts'), 'a field of a later meaning');
    assert.equal(new Set(names).size, names.length);
    assert.equal(names.length, keys.length + fields);
  });

  it('knows access and the vendor’s category', () => {
    const byName = new Map(english.map((choice) => [choice.name, choice]));
    assert.equal(byName.get('amp')?.access, 'rw');
    assert.equal(byName.get('nrg.powerTotal')?.access, 'r');
    assert.deepEqual(byName.get('amp')?.categories, ['Config']);
  });
});

describe('Names on a node', () => {
  it('are short', () => {
    assert.equal(namesText(['amp', 'car', 'nrg.powerTotal']), 'amp, car, power');
    assert.equal(namesText(['nrg.powerL1']), 'powerL1');
  });
});

describe('JSON for people', () => {
  it('is JSON, with short things in one line', () => {
    const value = { payload: { car: 2, list: [1, 2, null] }, text: 'a "b": {1}', long: 'x'.repeat(60), empty: {} };
    const text = jsonText(value);
    assert.deepEqual(JSON.parse(text), value);
    assert.match(text, /\n {2}"payload": \{"car": 2, "list": \[1, 2, null\]\},\n/);
    assert.equal(jsonText({ a: 1 }), '{"a": 1}');
  });

  it('comes apart without a loss', () => {
    const text = jsonText({ key: 'v: "1"', n: -1.5e3, yes: true, none: null });
    const parts = jsonParts(text);
    assert.equal(parts.map((part) => part.text).join(''), text);
    assert.deepEqual(
      parts.filter(({ kind }) => kind !== 'plain').map(({ kind }) => kind),
      ['key', 'string', 'key', 'number', 'key', 'other', 'key', 'other'],
    );
  });
});
