import assert from 'node:assert/strict';
import type { Json } from '../../../lib/json';
import { type AbsentKeys, createAbsentKeys } from '../../../lib/transport/http/absent-keys';

const POLL_MS = 5000;

describe('Absent keys', () => {
  let nowMs: number;
  let absent: AbsentKeys;
  beforeEach(() => {
    nowMs = 0;
    absent = createAbsentKeys(POLL_MS, () => nowMs);
  });

  /** Polls as a transport does. @returns the seconds at which `key` was asked for */
  const pollUntil = (endMs: number, wanted: Set<string>, charger: () => Record<string, Json>, key: string) => {
    const seconds: number[] = [];
    for (; nowMs <= endMs; nowMs += POLL_MS) {
      const asked = absent.worthAsking(wanted);
      if (asked.has(key)) seconds.push(nowMs / 1000);
      absent.answered(asked, new Map(Object.entries(charger()).filter(([name]) => asked.has(name))));
    }
    return seconds;
  };

  it('are asked for with the next poll, and then each time they have been away twice as long', () => {
    const wanted = new Set(['amp', 'tcl']);
    assert.deepEqual(
      pollUntil(700_000, wanted, () => ({ amp: 16 }), 'tcl'),
      [0, 5, 10, 20, 40, 80, 160, 320, 640],
    );
  });

  it('are asked for at the least every ten minutes', () => {
    const seconds = pollUntil(4 * 3600_000, new Set(['amp', 'tcl']), () => ({ amp: 16 }), 'tcl');
    const [last, before] = [seconds.at(-1)!, seconds.at(-2)!];
    assert.equal(last - before, 600);
  });

  it('are asked for every half minute where they were there before', () => {
    const wanted = new Set(['amp', 'nrg']);
    absent.answered(wanted, new Map<string, Json>(Object.entries({ amp: 16, nrg: [] })));
    const seconds = pollUntil(3600_000, wanted, () => ({ amp: 16 }), 'nrg');
    assert.equal(seconds.at(-1)! - seconds.at(-2)!, 30);
  });

  it('are back with the first answer that has them', () => {
    const wanted = new Set(['amp', 'nrg']);
    const charger = (): Record<string, Json> => (nowMs === 5000 ? { amp: 16 } : { amp: 16, nrg: [] });
    const seconds = pollUntil(60_000, wanted, charger, 'nrg');
    assert.equal(seconds.length, 13, 'asked with every poll');
    assert.equal(absent.worthAsking(wanted), wanted, 'the same set where nothing is left out');
  });

  it('have another key beside them where all may be absent, so that a response is not empty', () => {
    const wanted = new Set(['tcl']);
    absent.answered(wanted, new Map());
    assert.deepEqual([...absent.worthAsking(wanted)], ['tcl', 'sse']);
    absent.answered(wanted, new Map());
    nowMs = 1000;
    absent.answered(wanted, new Map());
    nowMs = 50_000;
    absent.answered(wanted, new Map());
    assert.deepEqual([...absent.worthAsking(wanted)], ['sse']);
  });

  it('are all asked for again after a restart', () => {
    const wanted = new Set(['amp', 'tcl']);
    pollUntil(100_000, wanted, () => ({ amp: 16 }), 'tcl');
    assert.equal(absent.worthAsking(wanted).has('tcl'), false);
    absent.forget();
    assert.equal(absent.worthAsking(wanted).has('tcl'), true);
  });

  describe('as null', () => {
    const answerOf = (typ: string, values: Record<string, Json>) => {
      absent.answered(new Set(['typ']), new Map([['typ', typ]]));
      const answer = new Map(Object.entries(values));
      absent.answered(new Set(answer.keys()), answer);
      return Object.fromEntries(answer);
    };

    it('count as left out on CORE and PRO, where the key is never null', () => {
      for (const typ of ['go-eCharger_Phoenix', 'go-eCharger_Pro', 'go-eCharger_CORE'])
        assert.deepEqual(answerOf(typ, { amp: null, acui: null, acu: null, newkey: null }), {
          acui: null,
          acu: null,
          newkey: null,
        });
    });

    it('are values on other models', () => {
      for (const typ of ['go-eCharger', 'go-eCharger_V4'])
        assert.deepEqual(answerOf(typ, { amp: null, acu: null }), { amp: null, acu: null });
    });

    it('are asked for every half minute at the least', () => {
      absent.answered(new Set(['typ']), new Map([['typ', 'go-eCharger_Phoenix']]));
      const nulls = pollUntil(3600_000, new Set(['amp', 'lcm']), () => ({ amp: 16, lcm: null }), 'lcm');
      assert.equal(nulls.at(-1)! - nulls.at(-2)!, 30);
    });
  });
});
