import assert from 'node:assert/strict';
import type { Availability } from '../../../lib/charger';
import { createFreshness, type Freshness, type FreshnessContext } from '../../../lib/charger/freshness';
import type { StoredValue } from '../../../lib/charger/value-store';

/** The answers for a value that has just come, is 2 s old, is a minute old. */
type Answers = [now: boolean, secondsAgo: boolean, aMinuteAgo: boolean];

/** The table of freshness: question × how values come. */
const TABLE: Record<'pushed' | 'polled', Partial<Record<keyof Freshness, Answers>>> = {
  polled: {
    isStale: [false, false, false],
    isLatest: [true, true, false],
    isCurrent: [true, true, false],
    isFreshForWrite: [true, false, false],
    isUsableAsLimit: [true, true, false],
    isStillValid: [false, false, false],
    isObservedSince: [true, true, false],
  },
  pushed: {
    isStale: [false, false, false],
    isLatest: [true, true, true],
    isCurrent: [true, true, true],
    isFreshForWrite: [true, true, true],
    isUsableAsLimit: [true, true, true],
    isStillValid: [true, true, true],
    isObservedSince: [true, true, true],
  },
};

describe('Freshness', () => {
  const AGES_MS = [0, 2000, 61_000];
  const entryOf = (ageMs: number, more: Partial<StoredValue> = {}) =>
    ({ value: 16, time: 0, at: performance.now() - ageMs, epoch: 0, live: true, ...more }) as StoredValue;
  const freshness = (pushed: boolean, more: Partial<FreshnessContext> = {}): Freshness =>
    createFreshness({
      delivery: { kind: pushed ? 'pushed' : 'polled' },
      latestMs: 7500,
      availability: () => 'online',
      isOutdated: () => false,
      isLeftOut: () => false,
      isSubscribed: () => true,
      isKeptUpToDate: () => true,
      ...more,
    });

  for (const [way, questions] of Object.entries(TABLE))
    for (const [question, answers] of Object.entries(questions))
      it(`${question} of a value that is ${way}: ${answers.join(', ')}`, () => {
        const rules = freshness(way === 'pushed');
        const given = AGES_MS.map((ageMs) => rules[question as keyof Freshness]('amp', entryOf(ageMs)));
        assert.deepEqual(given, answers);
      });

  for (const pushed of [false, true])
    it(`nothing that is outdated or left out may be believed (${pushed ? 'pushed' : 'polled'})`, () => {
      for (const why of [{ isOutdated: () => true }, { isLeftOut: () => true }]) {
        const rules = freshness(pushed, why);
        assert.equal(rules.isStale('amp', entryOf(0)), true);
        for (const question of ['isCurrent', 'isFreshForWrite', 'isUsableAsLimit', 'isStillValid'] as const)
          assert.equal(rules[question]('amp', entryOf(0)), false, question);
      }
    });

  it('a retained value is stale until the charger itself sends something', () => {
    const stale = (state: Availability['state'], live: boolean) =>
      freshness(true, { availability: () => state }).isStale('amp', entryOf(0, { live }));
    assert.deepEqual(
      [stale('connecting', false), stale('online', false), stale('connecting', true)],
      [true, false, false],
    );
    assert.equal(stale('offline', true), true);
    assert.equal(
      freshness(true, { availability: () => 'connecting' }).isLatest('amp', entryOf(0, { live: false })),
      false,
    );
  });

  it('a pushed value is not current while its key is not subscribed', () => {
    const rules = freshness(true, { isKeptUpToDate: () => false, isSubscribed: () => false });
    assert.equal(rules.isCurrent('amp', entryOf(0)), false);
    assert.equal(rules.isLatest('amp', entryOf(0)), false);
  });

  it('a polled value belongs to an answer only if it came after the question', () => {
    const now = performance.now();
    assert.equal(freshness(false).isFromResponse('amp', entryOf(1000), now), false);
    assert.equal(freshness(false).isFromResponse('amp', entryOf(0), now - 1), true);
    assert.equal(freshness(true).isFromResponse('amp', entryOf(1000), now), true);
    assert.equal(freshness(true).isFromResponse('amp', undefined, now), false);
  });

  it('a key without a stored value is observed for a short while after the write, where it is polled', () => {
    const now = performance.now();
    assert.equal(freshness(false).isObservedSince('amp', undefined, now - 1000), true);
    assert.equal(freshness(false).isObservedSince('amp', undefined, now - 3000), false);
    assert.equal(freshness(true).isObservedSince('amp', undefined, now), false);
  });
});
