/** Sharing of the surplus among several chargers. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { surplus } from '../../../lib';

const car = { minW: 1380, maxW: 11_000 };
const member = (id: string, more: Partial<surplus.Member> = {}): surplus.Member => ({
  id,
  priority: 1,
  chargeW: 0,
  wants: car,
  ...more,
});
const shares = (members: surplus.Member[], gridW: number) =>
  surplus.share(members, gridW).map(({ shareW }) => Math.round(shareW));

describe('sharing the surplus', () => {
  it('gives all to one charger alone, as if there were no sharing', () => {
    assert.deepEqual(surplus.share([member('a', { chargeW: 2000 })], -500), [{ id: 'a', shareW: 2500, gridW: -500 }]);
  });

  it('gives the first of two priorities all that it can take, and the second the rest', () => {
    const [first, second] = [member('first', { wants: { minW: 1380, maxW: 3680 } }), member('second', { priority: 2 })];
    assert.deepEqual(shares([second, first], -6000), [2320, 3680]);
    assert.deepEqual(shares([second, first], -3000), [0, 3000]);
  });

  it('divides equally within one priority', () => {
    assert.deepEqual(shares([member('a'), member('b')], -6000), [3000, 3000]);
  });

  it('lets only one start where there is not enough for two', () => {
    assert.deepEqual(shares([member('a'), member('b')], -2000), [1380, 620]);
  });

  it('keeps one that charges before another of the same priority that would start', () => {
    assert.deepEqual(shares([member('a'), member('b', { chargeW: 1500 })], -400), [520, 1380]);
  });

  it('lets a second one start only with a tenth more than its minimum left', () => {
    assert.deepEqual(shares([member('a'), member('b')], -(1380 + 1500)), [1380, 1500]);
    assert.deepEqual(shares([member('a'), member('b')], -(1380 + 1520)), [1450, 1450]);
  });

  it('gives what one cannot take to the others', () => {
    assert.deepEqual(shares([member('a', { wants: { minW: 1380, maxW: 2000 } }), member('b')], -6000), [2000, 4000]);
  });

  it('gives nothing to a full car of which is not known what it wants', () => {
    assert.deepEqual(surplus.share([member('full', { idle: true, wants: null })], -4000), [
      { id: 'full', shareW: 0, gridW: 0 },
    ]);
  });

  it('gives nothing to a charger that wants none', () => {
    assert.deepEqual(shares([member('a', { wants: null }), member('b')], -4000), [0, 4000]);
  });

  it('keeps nothing for a full car, but leaves it allowed to charge while there is surplus for its minimum', () => {
    const members = [member('full', { idle: true, charging: true }), member('b', { priority: 2 })];
    assert.deepEqual(
      surplus.share(members, -4000).map(({ shareW, gridW }) => [shareW, Math.round(gridW)]),
      [
        [0, -1518],
        [4000, -4000],
      ],
    );
    assert.deepEqual(
      surplus.share(members, 300).map(({ gridW }) => gridW),
      [300, 300],
    );
  });

  it('shows a lack to each charger', () => {
    assert.deepEqual(
      surplus.share([member('a'), member('b')], 800).map(({ gridW }) => gridW),
      [800, 800],
    );
  });

  it('never gives the same watt twice, nor more than there is', () => {
    const anyone = fc.record({
      priority: fc.integer({ min: 1, max: 3 }),
      chargeW: fc.integer({ min: 0, max: 22_000 }),
      wants: fc.option(
        fc.record({ minW: fc.integer({ min: 1380, max: 4140 }), maxW: fc.integer({ min: 1000, max: 22_000 }) }),
      ),
    });
    fc.assert(
      fc.property(
        fc.array(anyone, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: -30_000, max: 30_000 }),
        (some, gridW) => {
          const members = some.map((one, at) => ({ ...one, id: String(at) }));
          const thereIs = members.reduce((sum, { chargeW }) => sum + chargeW, 0) - gridW;
          const given = surplus.share(members, gridW);
          const sum = given.reduce((total, { shareW }) => total + Math.max(0, shareW), 0);
          assert.ok(sum <= Math.max(0, thereIs) + 0.001);
          for (const [at, one] of given.entries())
            assert.ok(Math.abs(members[at]!.chargeW - one.gridW - one.shareW) < 0.001);
        },
      ),
    );
  });
});
