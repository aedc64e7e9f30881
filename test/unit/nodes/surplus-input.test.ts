import assert from 'node:assert/strict';
import { inputOf } from '../../../nodes/goe-surplus/input';
import { createMeter } from '../../../nodes/goe-surplus/meter';

const USUAL = { gridUnit: 'W', gridSign: 'export-negative', batterySign: 'charge-negative' } as const;
const measured = (payload: unknown, signs: object = USUAL) => {
  const input = inputOf({ payload }, { ...USUAL, ...signs }, 'Roof');
  return 'measurement' in input ? input.measurement : undefined;
};

describe('The input of a message to goe-surplus', () => {
  it('is the grid power as a number, also as text', () => {
    assert.deepEqual(measured(-1200), { gridW: -1200 });
    assert.deepEqual(measured(' 350.5 '), { gridW: 350.5 });
    assert.deepEqual(inputOf({ topic: 'house/meter', payload: 0 }, USUAL, 'Roof'), { measurement: { gridW: 0 } });
  });

  it('is an object with what each meter knows; null is nothing new', () => {
    assert.deepEqual(
      measured({ grid: -500, pv: 3000, battery: '-800', soc: 55, currentL1: 3.5, currentL2: null, other: 'thing' }),
      { gridW: -500, pvW: 3000, batteryW: -800, socPercent: 55, currentL1: 3.5 },
    );
  });

  it('takes unit and sign of the meter: kilowatts, and the other sign', () => {
    const signs = { gridUnit: 'kW', gridSign: 'export-positive', batterySign: 'charge-positive' };
    assert.deepEqual(measured({ grid: 1.5, battery: 2, pv: 4, soc: 50 }, signs), {
      gridW: -1500,
      batteryW: -2000,
      pvW: 4000,
      socPercent: 50,
    });
    assert.ok(Object.is(measured({ grid: 0 }, signs)?.gridW, 0), 'a zero has no sign');
  });

  it('is currents with their sign where export is negative, and without where its meaning is not known', () => {
    const currents = { currentL1: -4, currentL2: 6 };
    assert.deepEqual(measured(currents), currents);
    assert.deepEqual(measured(currents, { gridSign: 'export-positive' }), { currentL1: 4, currentL2: 6 });
  });

  for (const [payload, said] of [
    [undefined, /Roof: grid cannot be|nothing was measured/],
    [null, /grid cannot be null/],
    ['a lot', /grid cannot be "a lot"/],
    [Number.NaN, /grid cannot be null|grid cannot be NaN/],
    [250_000, /grid cannot be 250000: send grid as a number from -100000 to 100000 W/],
    [{ grid: -100, soc: 180 }, /soc cannot be 180: send soc as a number from 0 to 100/],
    [{}, /nothing was measured in \{\}/],
    [[1, 2], /nothing was measured/],
    [true, /grid cannot be true/],
    [Buffer.from('12'), /grid cannot be/],
  ] as const)
    it(`is nothing that counts: ${JSON.stringify(payload) ?? payload}`, () => {
      assert.throws(
        () => measured(payload),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, 'INVALID');
          assert.match(error.message, said);
          return true;
        },
      );
    });

  it('survives a payload whose properties throw', () => {
    const trap = Object.defineProperty({}, 'grid', { enumerable: true, get: () => assert.fail('trap') });
    assert.throws(() => measured(trap), /grid cannot be read/);
  });
});

describe('Several meters', () => {
  it('each send their part; one that is lost does not count any more', () => {
    const meter = createMeter(10);
    meter.receive({ pvW: 3000 }, 0);
    meter.receive({ gridW: -500 }, 2000);
    assert.deepEqual([meter.reading(3000).gridW, meter.reading(3000).pvW], [-500, 3000]);
    assert.equal(meter.reading(4000).gridW, undefined, 'not new any more');
    assert.equal(meter.gridW(4000), -500);
    meter.receive({ gridW: -600 }, 11_500);
    assert.deepEqual(meter.reading(11_500), {
      gridW: -600,
      meterW: undefined,
      pvW: undefined,
      batteryW: undefined,
      socPercent: undefined,
      houseCurrentsA: undefined,
    });
    assert.equal(meter.gridW(30_000), undefined);
  });
});
