import assert from 'node:assert/strict';
import { createSuspects, groupOf, type Suspects } from '../../../lib/transport/suspects';

/** Plays connections of a broker that ends them when it is asked for one of `bad`. @returns culprits, and how many it took */
function play(suspects: Suspects, all: readonly string[], bad: ReadonlySet<string>, most = 40) {
  const culprits: string[] = [];
  let connections = 0;
  const ask = (groups: readonly string[]): boolean => {
    const wanted = groups.filter((group) => !culprits.includes(group));
    if (wanted.length === 0) return true;
    if (wanted.some((group) => bad.has(group))) {
      const culprit = suspects.ended(wanted);
      if (culprit !== undefined) culprits.push(culprit);
      return false;
    }
    suspects.answered(wanted);
    return true;
  };
  for (let holds = false; !holds && connections < most; ) {
    connections += 1;
    suspects.connected();
    holds = ask(all.filter((group) => !suspects.has(group))) && suspects.parts.every(ask);
  }
  return { culprits, connections };
}

describe('Topics that make a broker end the connection', () => {
  const groups = (count: number) => Array.from({ length: count }, (_, at) => `go-eCharger/${100_000 + at}/`);

  it('are found among two, and among a thousand, after a few connections', () => {
    for (const [count, most] of [
      [2, 5],
      [1000, 8],
    ] as const) {
      const all = groups(count);
      const { culprits, connections } = play(createSuspects(), all, new Set([all[1]!]));
      assert.deepEqual(culprits, [all[1]]);
      assert.ok(connections <= most, `${connections} connections for ${count}`);
    }
  });

  it('are all found where there are several', () => {
    const all = groups(40);
    const bad = [all[0]!, all[17]!, all[18]!];
    const { culprits } = play(createSuspects(), all, new Set(bad));
    assert.deepEqual(culprits.sort(), bad);
  });

  it('are found where they are the only ones', () => {
    const all = groups(1);
    assert.deepEqual(play(createSuspects(), all, new Set(all)).culprits, all);
  });

  it('are not found in a connection that was lost by chance', () => {
    const all = groups(20);
    const suspects = createSuspects();
    suspects.connected();
    suspects.ended(all);
    const { culprits, connections } = play(suspects, all, new Set());
    assert.deepEqual([culprits, connections, suspects.parts.length], [[], 1, 0]);
  });

  it('are not found by a broker that is ill for a while and ends all connections', () => {
    const all = groups(100);
    const suspects = createSuspects();
    const { culprits } = play(suspects, all, new Set(all), 60);
    assert.deepEqual(culprits, []);
    assert.deepEqual(play(suspects, all, new Set()).culprits, []);
  });

  it('are grouped by what stands before the key; a whole level stands alone', () => {
    assert.deepEqual(['a/b/amp', 'a/b/amp/result', 'a/b/+', 'amp', '+'].map(groupOf), [
      'a/b/',
      'a/b/amp/',
      'a/b/+',
      '',
      '+',
    ]);
  });
});
