import assert from 'node:assert/strict';
import { createPlugObserver, stepsOf } from '../../../lib/charger/plug';
import type { Json } from '../../../lib/json';

/** Seconds, and what the charger shows from then on; `away`: the charger is not observed. */
type Snapshot = [s: number, shown: Record<string, Json> | 'away'];

interface Row {
  it: string;
  snapshots: Snapshot[];
  /** `+` plugged, `-` unplugged, `(+)` found plugged in, and when in seconds. */
  events: string[];
}

/** Every snapshot shows everything, as an answer over HTTP does. */
function eventsOf(snapshots: Snapshot[], isPushed = false): string[] {
  const plug = createPlugObserver(isPushed);
  let shown: Record<string, Json> = {};
  const events = snapshots.flatMap(([s, snapshot]) => {
    const time = s * 1000;
    if (snapshot === 'away') {
      plug.connectionLost();
      return [];
    }
    const changes = Object.entries(snapshot).map(([key, value]) => ({ key, value, previous: shown[key] }));
    shown = { ...shown, ...snapshot };
    if (typeof snapshot.rbt === 'number') plug.uptime(snapshot.rbt, time);
    return [...stepsOf(changes).flatMap((step) => plug.observe(step, time)), ...plug.snapshotTaken(time)];
  });
  return events.map((event) => {
    const at = event.time / 1000;
    if (event.kind === 'unplugged') return `- ${at} ${event.counted}`;
    const sign = event.isFirst ? '(+)' : '+';
    return `${sign} ${at}${event.isNewCount ? ' new' : ''}${event.isLate && !event.isFirst ? ' late' : ''}`;
  });
}

const FOUND = '(+) 0 new';
const CHARGED = { car: 4, frc: 1, wh: 5200, psm: 1, fsp: true, cbl: 20, lccfi: 100_000, rbc: 4 };

const ROWS: Record<string, Row[]> = {
  'that shows `car` 1': [
    {
      it: 'is an unplug at once, and a plug when a car shows',
      snapshots: [
        [0, CHARGED],
        [5, { car: 1 }],
        [10, { car: 3, wh: 0 }],
      ],
      events: [FOUND, '- 5 now', '+ 10 new'],
    },
    {
      it: 'says nothing of a plug by error, start or null',
      snapshots: [
        [0, CHARGED],
        [5, { car: 5 }],
        [10, { car: null }],
        [15, { car: 0 }],
        [20, { car: 6 }],
        [25, { car: 4 }],
      ],
      events: [FOUND],
    },
    {
      it: 'still shows what the car before has charged',
      snapshots: [
        [0, { car: 1, wh: 5200 }],
        [5, { car: 3 }],
      ],
      events: ['+ 5'],
    },
  ],
  'plugged in again unseen': [
    {
      it: 'shows by `wh` and `frc`',
      snapshots: [
        [0, { car: 4, frc: 1, wh: 5200 }],
        [5, { car: 3, frc: 0, wh: 0 }],
      ],
      events: [FOUND, '- 5 before', '+ 5 new'],
    },
    {
      it: 'shows by `lccfi` where nothing was charged',
      snapshots: [
        [0, { ...CHARGED, wh: 0, frc: 0 }],
        [5, { car: 3, lccfi: 200_000 }],
      ],
      events: [FOUND, '- 5 before', '+ 5'],
    },
    {
      it: 'has the time that the charger itself shows',
      snapshots: [
        [0, { ...CHARGED, rbt: 200_000 }],
        [30, { car: 3, lccfi: 212_000, rbt: 230_000, wh: 3 }],
      ],
      events: ['(+) -100 new', '- 12 before', '+ 12 new'],
    },
    {
      it: 'shows by `lccfi` and `frc` before `wh` begins again',
      snapshots: [
        [0, CHARGED],
        [5, { frc: 0, lccfi: 200_000 }],
        [6, { wh: 0 }],
      ],
      events: [FOUND, '- 5 before', '+ 5'],
    },
    {
      it: 'shows by `lccfi`, and waits for `wh` where that has not changed',
      snapshots: [
        [0, { ...CHARGED, frc: 0 }],
        [5, { lccfi: 200_000 }],
        [10, { wh: 0 }],
      ],
      events: [FOUND, '- 10 before', '+ 10 new'],
    },
    {
      it: 'shows without `wh` after a while',
      snapshots: [
        [0, { ...CHARGED, frc: 0 }],
        [5, { lccfi: 200_000 }],
        [20, {}],
        [25, {}],
      ],
      events: [FOUND, '- 5 now', '+ 5'],
    },
    {
      it: 'is none where `wh` goes on',
      snapshots: [
        [0, { ...CHARGED, car: 2 }],
        [5, { lccfi: 200_000, wh: 5210 }],
        [60, { wh: 5300 }],
      ],
      events: [FOUND],
    },
    {
      it: 'shows by another cable',
      snapshots: [
        [0, CHARGED],
        [5, { cbl: 32 }],
      ],
      events: [FOUND, '- 5 before', '+ 5'],
    },
    {
      it: 'shows by a late fall of `frc` behind a new `wh`',
      snapshots: [
        [0, { car: 4, frc: 1, wh: 5200 }],
        [5, { car: 3, wh: 0 }],
        [10, { frc: 0 }],
      ],
      events: [FOUND, '- 5 fall', '+ 5 new'],
    },
    {
      it: 'is one event, and not another one by what the unplug before let go late',
      snapshots: [
        [0, CHARGED],
        [5, { car: 1 }],
        [9, { car: 3, lccfi: 200_000 }],
        [10, { wh: 0 }],
        [11, { frc: 0 }],
      ],
      events: [FOUND, '- 5 now', '+ 9'],
    },
    {
      it: 'and gone again is a session that was not observed',
      snapshots: [
        [0, CHARGED],
        [1, 'away'],
        [9, { car: 1, wh: 9000, lccfi: 200_000 }],
      ],
      events: [FOUND, '- 9 before', '+ 9 new late', '- 9 now'],
    },
    {
      it: 'while it was out of reach is late',
      snapshots: [
        [0, { ...CHARGED, rbt: 150_000 }],
        [1, 'away'],
        [900, { car: 2, frc: 0, wh: 15_000, lccfi: 250_000, rbt: 1_050_000 }],
      ],
      events: ['(+) -50 new', '- 100 before', '+ 100 new late'],
    },
  ],
  'with `wh` that begins again': [
    {
      it: 'is the same plug by itself',
      snapshots: [
        [0, { car: 4, frc: 0, wh: 13_000, lccfi: 100_000 }],
        [5, { car: 2, wh: 0 }],
        [10, { wh: 12 }],
      ],
      events: [FOUND],
    },
    {
      it: 'is the same plug after a restart, which forgets what was forced',
      snapshots: [
        [0, CHARGED],
        [5, { rbc: 5, lccfi: null, frc: 0, wh: 0 }],
        [10, { lccfi: 3000 }],
      ],
      events: [FOUND],
    },
    {
      it: 'is the same plug after a restart that only `lccfi` shows',
      snapshots: [
        [0, { car: 4, wh: 0, lccfi: 100_000 }],
        [5, { lccfi: 4000 }],
      ],
      events: [FOUND],
    },
    {
      it: 'is another where the car came long after the restart',
      snapshots: [
        [0, CHARGED],
        [1, 'away'],
        [900, { rbc: 5, frc: 0, lccfi: 700_000, wh: 3000 }],
      ],
      events: [FOUND, '- 900 before', '+ 900 new late'],
    },
  ],
  'in a phase switch': [
    {
      it: 'is no unplug when `car` shows 1 for 15 s',
      snapshots: [
        [0, CHARGED],
        [5, { psm: 2 }],
        [10, { car: 1, fsp: false }],
        [25, { car: 4 }],
        [60, { wh: 5300 }],
      ],
      events: [FOUND],
    },
    {
      it: 'is no unplug when both show in the same answer, as over the cloud',
      snapshots: [
        [0, CHARGED],
        [30, { psm: 2, car: 1 }],
        [60, { car: 4, fsp: false }],
      ],
      events: [FOUND],
    },
    {
      it: 'is no unplug when the answer before the one with `car` 1 showed the switch, as over the cloud',
      snapshots: [
        [0, CHARGED],
        [30, { psm: 2 }],
        [60.1, { car: 1 }],
        [90.1, { car: 4 }],
      ],
      events: [FOUND],
    },
    {
      it: 'is no new plug when no snapshot has `car` 1 and `lccfi` has moved',
      snapshots: [
        [0, CHARGED],
        [5, { psm: 2 }],
        [30, { lccfi: 200_000 }],
        [90, {}],
      ],
      events: [FOUND],
    },
    {
      it: 'is an unplug when it stays',
      snapshots: [
        [0, CHARGED],
        [5, { psm: 2 }],
        [10, { car: 1 }],
        [25, {}],
        [30, {}],
      ],
      events: [FOUND, '- 10 now'],
    },
    ...Object.entries({ wh: 0, cbl: null, frc: 0 }).map(([key, value]) => ({
      it: `is an unplug when \`${key}\` says so`,
      snapshots: [
        [0, CHARGED],
        [5, { psm: 2 }],
        [10, { car: 1, [key]: value }],
      ] as Snapshot[],
      events: [FOUND, '- 10 now'],
    })),
    {
      it: 'is an unplug when `wh` has begun again with the next plug',
      snapshots: [
        [0, CHARGED],
        [5, { psm: 2 }],
        [10, { car: 1 }],
        [15, { car: 3, wh: 0 }],
      ],
      events: [FOUND, '- 10 before', '+ 15 new'],
    },
    {
      it: 'is an unplug by `lccfi` where `wh` shows nothing',
      snapshots: [
        [0, { ...CHARGED, wh: 0 }],
        [5, { psm: 2 }],
        [10, { car: 1 }],
        [15, { car: 3, lccfi: 200_000 }],
      ],
      events: [FOUND, '- 10 now', '+ 15'],
    },
    {
      it: 'is an unplug as ever when the switch was long before',
      snapshots: [
        [0, CHARGED],
        [5, { psm: 2 }],
        [40, {}],
        [45, { car: 1 }],
      ],
      events: [FOUND, '- 45 now'],
    },
  ],
};

for (const [kind, rows] of Object.entries(ROWS)) {
  describe(`A plug ${kind}`, () => {
    for (const row of rows)
      it(row.it, () => {
        assert.deepEqual(eventsOf(row.snapshots), row.events);
      });
  });
}

describe('A plug that is pushed, key by key', () => {
  it('was not switched an hour ago because nothing was pushed since', () => {
    const snapshots: Snapshot[] = [
      [0, CHARGED],
      [5, { psm: 2 }],
      [3600, { car: 1 }],
    ];
    assert.deepEqual(eventsOf(snapshots, true), [FOUND, '- 3600 now']);
  });

  for (const [key, value] of Object.entries({ cbl: null, wh: 0 }))
    it(`is an unplug in the time of a phase switch where \`${key}\` said so a moment before \`car\``, () => {
      const snapshots: Snapshot[] = [
        [0, CHARGED],
        [5, { psm: 2 }],
        [10, { [key]: value }],
        [11, { car: 1 }],
      ];
      assert.deepEqual(eventsOf(snapshots, true).slice(0, 2), [FOUND, '- 11 now']);
    });

  it('is an unplug in the time of a phase switch where the force falls in a moment in which `car` shows 2 and 1', () => {
    const plug = createPlugObserver(true);
    plug.observe(
      Object.entries(CHARGED).map(([key, value]) => ({ key, value })),
      0,
    );
    const moment = [
      { key: 'psm', value: 2 },
      { key: 'frc', value: 0 },
      { key: 'car', value: 2 },
      { key: 'car', value: 1 },
    ];
    const events = stepsOf(moment).flatMap((step) => plug.observe(step, 5000));
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['unplugged'],
    );
  });

  it('was unplugged and plugged in within one moment', () => {
    const plug = createPlugObserver(true);
    plug.observe(
      Object.entries(CHARGED).map(([key, value]) => ({ key, value })),
      0,
    );
    const pieces = [
      { key: 'lccfi', value: 200_000 },
      { key: 'frc', value: 0 },
      { key: 'car', value: 1 },
      { key: 'wh', value: 0 },
      { key: 'car', value: 3 },
    ];
    const kinds = stepsOf(pieces).flatMap((step) => plug.observe(step, 1000).map(({ kind }) => kind));
    assert.deepEqual(kinds, ['unplugged', 'plugged']);
  });

  it('began to charge after a phase switch and was unplugged, within one moment', () => {
    const seen = (shown: Record<string, Json>) => Object.entries(shown).map(([key, value]) => ({ key, value }));
    for (const signs of [{ frc: 0 }, { cbl: null }, { wh: 0 }] as Record<string, Json>[]) {
      const pieces = [...seen({ car: 2 }), ...seen(signs), ...seen({ car: 1 })];
      const plug = createPlugObserver(true);
      plug.observe(seen({ ...CHARGED, frc: 2 }), 0);
      plug.observe(seen({ psm: 2, fsp: false }), 1000);
      const kinds = stepsOf(pieces).flatMap((step) => plug.observe(step, 2000).map(({ kind }) => kind));
      assert.deepEqual(kinds, ['unplugged'], JSON.stringify(signs));
    }
  });
});

describe('A fall of `frc` to 0', () => {
  const falls = (snapshots: Snapshot[], isOwnWrite = false): boolean => {
    const plug = createPlugObserver(false);
    for (const [s, snapshot] of snapshots) {
      if (snapshot === 'away') continue;
      const changes = Object.entries(snapshot).map(([key, value]) => ({ key, value }));
      plug.observe(changes, s * 1000, isOwnWrite);
      plug.snapshotTaken(s * 1000);
    }
    return plug.isOwnReset;
  };
  const rows: [string, Snapshot[], boolean][] = [
    ['with an unplug', [[5, { car: 1, frc: 0 }]], true],
    ['with a plug that was not seen', [[5, { car: 3, frc: 0, wh: 0 }]], true],
    [
      'late after an unplug',
      [
        [0, { car: 1 }],
        [4, { car: 3, wh: 0 }],
        [6, { frc: 0 }],
      ],
      true,
    ],
    [
      'late after a plug that was not seen',
      [
        [5, { car: 3, wh: 0, lccfi: 200_000 }],
        [10, { frc: 0 }],
      ],
      true,
    ],
    [
      'late in the next answer of the cloud',
      [
        [0, { car: 1 }],
        [30, { car: 3, wh: 0, frc: 0 }],
      ],
      true,
    ],
    ['by itself', [[5, { frc: 0 }]], false],
    [
      'long after an unplug',
      [
        [5, { car: 1 }],
        [10, { car: 3, wh: 0 }],
        [30, {}],
        [35, { frc: 0 }],
      ],
      false,
    ],
    [
      'a second time after an unplug',
      [
        [5, { car: 1, frc: 0 }],
        [6, { frc: 1 }],
        [8, { car: 3, wh: 0 }],
        [10, {}],
        [12, { frc: 0 }],
      ],
      false,
    ],
  ];
  for (const [when, snapshots, isOwnReset] of rows)
    it(`${when} is ${isOwnReset ? "the charger's own" : "somebody's"}`, () => {
      assert.equal(falls([[-5, CHARGED], ...snapshots]), isOwnReset);
    });
});
