import assert from 'node:assert/strict';
import { createTopicQuarantine, groupOf, type TopicQuarantine } from '../../../lib/transport/mqtt/topic-quarantine';

/** Plays connections of a broker that ends them when it is asked for one of `bad`. @returns what was found, and after how many connections */
function play(quarantine: TopicQuarantine, all: readonly string[], bad: ReadonlySet<string>, most = 40) {
  const found: string[] = [];
  let connections = 0;
  const subscribe = (groups: readonly string[]): boolean => {
    const wanted = groups.filter((group) => !found.includes(group));
    if (wanted.length === 0) return true;
    if (wanted.some((group) => bad.has(group))) {
      const group = quarantine.disconnected(wanted);
      if (group !== undefined) found.push(group);
      return false;
    }
    quarantine.acknowledged(wanted);
    return true;
  };
  for (let holds = false; !holds && connections < most; ) {
    connections += 1;
    quarantine.connected();
    holds = subscribe(all.filter((group) => !quarantine.has(group))) && quarantine.parts.every(subscribe);
  }
  return { found, connections };
}

describe('Topics that make a broker end the connection', () => {
  const groups = (count: number) => Array.from({ length: count }, (_, at) => `go-eCharger/${100_000 + at}/`);

  it('are found among two, and among a thousand, after a few connections', () => {
    for (const [count, most] of [
      [2, 5],
      [1000, 8],
    ] as const) {
      const all = groups(count);
      const { found, connections } = play(createTopicQuarantine(), all, new Set([all[1]!]));
      assert.deepEqual(found, [all[1]]);
      assert.ok(connections <= most, `${connections} connections for ${count}`);
    }
  });

  it('are all found where there are several', () => {
    const all = groups(40);
    const bad = [all[0]!, all[17]!, all[18]!];
    const { found } = play(createTopicQuarantine(), all, new Set(bad));
    assert.deepEqual(found.sort(), bad);
  });

  it('are found where they are the only ones', () => {
    const all = groups(1);
    assert.deepEqual(play(createTopicQuarantine(), all, new Set(all)).found, all);
  });

  it('are not found when a connection was lost by chance', () => {
    const all = groups(20);
    const quarantine = createTopicQuarantine();
    quarantine.connected();
    quarantine.disconnected(all);
    const { found, connections } = play(quarantine, all, new Set());
    assert.deepEqual([found, connections, quarantine.parts.length], [[], 1, 0]);
  });

  it('are not found at a broker that ends all connections for a while', () => {
    const all = groups(100);
    const quarantine = createTopicQuarantine();
    const { found } = play(quarantine, all, new Set(all), 60);
    assert.deepEqual(found, []);
    assert.deepEqual(play(quarantine, all, new Set()).found, []);
  });

  it('are grouped by what stands before the key; a wildcard is a group of its own', () => {
    assert.deepEqual(['a/b/amp', 'a/b/amp/result', 'a/b/+', 'amp', '+'].map(groupOf), [
      'a/b/',
      'a/b/amp/',
      'a/b/+',
      '',
      '+',
    ]);
  });
});
