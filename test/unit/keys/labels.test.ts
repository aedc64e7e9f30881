import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keys, labelOf, meaningsOf, rowOf } from '../../../lib/keys';

describe('A label', () => {
  it('says in the reader’s language what a number means', () => {
    assert.equal(labelOf('car', 2, 'en', '055.7'), 'Charging');
    assert.equal(labelOf('car', 2, 'de', '055.7'), 'Lädt');
    assert.equal(labelOf('frc', 1, 'de'), 'Nicht laden');
    assert.equal(labelOf('psm', 2, 'en'), 'Three phases');
    assert.equal(labelOf('typ', 'go-eCharger_V4', 'en'), 'go-e Charger Gemini');
  });

  it('of err follows the numbering of the firmware', () => {
    const cases: [number, string, string | undefined][] = [
      [11, '055.7', 'Residual current, kind unknown'],
      [14, '055.7', 'No communication with the charge controller'],
      [14, '59.4', 'Residual current, kind unknown'],
      [12, '055.7', 'Unknown error'],
      [12, '60.5', 'Lock stuck open'],
      [17, '055.7', undefined],
      [17, '60.5', 'No communication with the charge controller'],
      [11, '60.5', undefined],
      [9, '055.7', 'Contactor stuck'],
      [9, '60.5', 'Contactor stuck'],
    ];
    for (const [number, firmware, label] of cases)
      assert.equal(labelOf('err', number, 'en', firmware), label, `${number} at ${firmware}`);
  });

  it('is not guessed while the firmware is not known', () => {
    for (const firmware of [undefined, '', 'BETA']) {
      for (const number of [12, 13, 14, 15, 16])
        assert.equal(labelOf('err', number, 'en', firmware), undefined, `${number}`);
      assert.equal(labelOf('err', 9, 'en', firmware), 'Contactor stuck');
      assert.equal(labelOf('car', 6, 'en', firmware), 'Initializing');
      assert.equal(labelOf('sch_week.control', 2, 'en', firmware), undefined);
      assert.equal(labelOf('sch_week.control', 0, 'en', firmware), 'Off');
    }
  });

  it('of a schedule follows the firmware', () => {
    assert.equal(labelOf('sch_week.control', 2, 'en', '055.7'), 'Charge only outside the times');
    assert.equal(labelOf('sch_week.control', 2, 'en', '60.4'), 'Do not charge within the times');
    assert.equal(labelOf('sch_week.control', 4, 'en', '055.7'), undefined);
  });

  it('is there for every reason of charging or not, 0 to 41, but for the two that nobody named', () => {
    const unnamed = [...Array(42).keys()].filter(
      (number) => labelOf('modelStatus', number, 'de', '60.4') === undefined,
    );
    assert.ok(
      unnamed.every((number) => number === 21 || number === 25),
      String(unnamed),
    );
  });

  it('is not there for a number nobody named, another type, or an unknown key', () => {
    for (const value of [99, -1, '2', true, null, undefined, [2], { value: 2 }, Number.NaN, 2n, Symbol('2')])
      assert.equal(labelOf('car', value, 'en', '60.5'), undefined);
    for (const name of ['amp', 'nope', 'car.nope', '__proto__', 'constructor', 'nrg.powerTotal'])
      assert.equal(labelOf(name, 2, 'en', '60.5'), undefined, name);
  });

  it('is there for every option of every key in the firmware that has it', () => {
    for (const row of keys) {
      for (const firmware of [
        row.versions?.[0]?.since,
        ...(row.versions ?? []).map((version) => version.since),
        '60.5',
      ]) {
        for (const { value, label } of rowOf(row.name, firmware)?.options ?? []) {
          if (firmware === undefined && meaningsOf(row.name).length > 1) continue;
          assert.equal(labelOf(row.name, value, 'en', firmware ?? '60.5'), label.en, `${row.name} ${value}`);
          assert.equal(labelOf(row.name, value, 'de', firmware ?? '60.5'), label.de, `${row.name} ${value}`);
        }
      }
    }
  });

  it('can be asked for with any name, value and firmware', () => {
    const name = fc.oneof(fc.constantFrom('err', 'car', 'sch_week.control', 'trx'), fc.string());
    const firmware = fc.option(fc.oneof(fc.constantFrom('055.7', '60.5'), fc.string()), { nil: undefined });
    fc.assert(
      fc.property(name, fc.anything({ withBigInt: true, withNullPrototype: true }), firmware, (key, value, version) => {
        const label = labelOf(key, value, 'en', version);
        assert.ok(label === undefined || label.length > 0);
      }),
    );
  });
});
