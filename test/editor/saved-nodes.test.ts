import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { chargerMigrations } from '../../nodes/goe-charger/migrate';
import { eventMigrations } from '../../nodes/goe-event/migrate';
import { setMigrations } from '../../nodes/goe-set/migrate';
import { statusMigrations } from '../../nodes/goe-status/migrate';
import { surplusMigrations } from '../../nodes/goe-surplus/migrate';
import { settingsOf } from '../../nodes/goe-surplus/properties';
import { startBrowser } from '../support/browser';
import { settled } from './dialogs';
import { type Editor, openEditor } from './editor';
import { type Environment, startEnvironment } from './environment';

type Properties = Record<string, unknown>;

const MIGRATIONS = {
  'goe-charger': chargerMigrations,
  'goe-status': statusMigrations,
  'goe-set': setMigrations,
  'goe-event': eventMigrations,
  'goe-surplus': surplusMigrations,
} as const;
type Type = keyof typeof MIGRATIONS;
const TYPES = Object.keys(MIGRATIONS) as Type[];

/** What a flow needs to be of any use, as somebody writes it who reads the documentation. */
const SPARSE: Readonly<Record<Type, Properties>> = {
  'goe-charger': { host: '127.0.0.1' },
  'goe-status': { keys: ['amp'] },
  'goe-set': { values: [{ key: 'amp', value: '10', type: 'num' }] },
  'goe-event': { keys: ['car'] },
  'goe-surplus': {},
};

/** All that is not as a new node has it, as flows from before there were schemas may have it. */
const FULL: Readonly<Record<Type, Properties>> = {
  'goe-charger': { connection: 'http', host: '127.0.0.1', pollInterval: 7, timeout: 3, readOnly: 'true' },
  'goe-status': { keys: 'amp, nrg.powerTotal', source: 'charger', output: 'details' },
  'goe-set': { values: [{ key: 'amp', value: 10 }], confirm: 'accepted' },
  'goe-event': { keys: 'car', happenings: 'offline', initial: 'true', minChange: 0.5, output: 'together' },
  'goe-surplus': {
    strategy: 'regulate',
    mode: 'min-solar',
    phases: 1,
    minCurrent: 8,
    maxCurrent: 12,
    reserve: -100,
    gridUnit: 'kW',
    gridSign: 'export-positive',
    batterySign: 'charge-positive',
    onStale: 'minimum',
    batteryPriority: 'above-soc',
    batterySoc: 60,
    fuse: 25,
    backstop: 3,
    group: 'roof',
    priority: 2,
    manual: false,
    prepare: 'true',
  },
};

/** A goe-surplus as the dialog of 0.3.0 saved it where a flow written by hand had no mode. */
const WITHOUT_CHOICES = { mode: null, phases: null, onStale: null, batteryPriority: null, manual: true, schema: 1 };

interface Case {
  id: string;
  type: Type;
  what: string;
  saved: Properties;
}

const CASES: Case[] = TYPES.flatMap((type) => {
  const schemas = Array.from({ length: MIGRATIONS[type].schema }, (_, before) => before + 1);
  const saved: [string, Properties][] = [
    ['without a schema, sparse', SPARSE[type]],
    ['without a schema, full', FULL[type]],
    ...schemas.map((schema): [string, Properties] => [`schema ${schema}, sparse`, { ...SPARSE[type], schema }]),
    ...(type === 'goe-surplus'
      ? ([
          ['schema 1, full', { ...FULL[type], phases: '1', prepare: true, schema: 1 }],
          ['schema 1, no choices', WITHOUT_CHOICES],
        ] as [string, Properties][])
      : []),
  ];
  return saved.map(([what, properties], at) => ({ id: `${type}-${at}`, type, what, saved: properties }));
});

/** How a node runs: nothing is nothing, be it empty or left out, and a number is one, be it text or not. */
function asItRuns(type: Type, saved: Properties): Properties {
  const { migrate } = MIGRATIONS[type];
  const isGiven = ([, value]: [string, unknown]) => value !== undefined && value !== null;
  const given = Object.fromEntries(Object.entries(migrate(saved)).filter(isGiven));
  const { id, type: _type, x, y, z, wires, name, charger, schema, ...own } = { ...migrate({}), ...given } as Properties;
  const runs: Properties = { ...own, ...(type === 'goe-surplus' ? settingsOf(own as never) : {}) };
  return Object.fromEntries(
    Object.entries(runs).flatMap(([key, value]) => {
      if (value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0))
        return [];
      return [[key, typeof value === 'string' && Number.isFinite(Number(value)) ? Number(value) : value]];
    }),
  );
}

describe('Nodes of other versions in the editor', function () {
  this.timeout(60_000);
  let house: Environment;
  let browser: Browser;
  let editor: Editor;

  before(async () => {
    house = await startEnvironment();
    const nodes = CASES.filter(({ type }) => type !== 'goe-charger').map(({ id, type, what, saved }, at) => {
      const place = { z: 'tab', x: 200 + 350 * (at % 2), y: 40 + 50 * Math.floor(at / 2), wires: [] };
      return { id, type, name: `${type} ${what}`, charger: 'goe-charger-0', ...place, ...saved };
    });
    const newer = TYPES.map((type) => {
      const place = type === 'goe-charger' ? {} : { z: 'tab', x: 900, y: 40, wires: [], charger: 'goe-charger-0' };
      return { id: `newer-${type}`, type, ...SPARSE[type], ...place, schema: MIGRATIONS[type].schema + 1 };
    });
    const chargers = CASES.filter(({ type }) => type === 'goe-charger').map(({ id, type, saved }) => ({
      id,
      type,
      ...saved,
    }));
    const flows = [{ id: 'tab', type: 'tab', label: 'Saved' }, ...chargers, ...nodes, ...newer];
    const answer = await fetch(`${house.nodeRed.url}/flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(flows),
    });
    assert.ok(answer.ok, await answer.text());
    browser = await startBrowser();
    editor = await openEditor(browser, house.nodeRed.url);
  });
  after(async () => {
    await browser?.close();
    await house?.end();
  });

  for (const { id, type, what, saved } of CASES)
    it(`${type}, ${what}: what is saved by Done is what ran before`, async () => {
      const ran = asItRuns(type, saved);
      assert.deepEqual(asItRuns(type, await editor.exported(id)), ran, 'before it is opened');
      if (type === 'goe-charger') {
        await editor.inEditor(`void RED.editor.editConfig('', 'goe-charger', '${id}')`);
        await editor.page.waitForSelector('.goe-charger-form', { state: 'visible' });
        await settled(editor);
        await editor.click('#node-config-dialog-ok');
        await editor.page.waitForSelector('#node-config-dialog-ok', { state: 'detached' });
      } else {
        await editor.open(id);
        await editor.done();
      }
      const after = await editor.exported(id);
      assert.deepEqual(asItRuns(type, after), ran);
      assert.equal(after.schema, MIGRATIONS[type].schema);
      assert.equal(await editor.inEditor<boolean>(`RED.nodes.node('${id}').valid`), true);
    });

  it('are marked where they are newer than the package, and stay as they are', async () => {
    for (const type of TYPES) {
      const { valid, schema } = await editor.inEditor<{ valid: boolean; schema: number }>(
        `(({ valid, schema }) => ({ valid, schema }))(RED.nodes.node('newer-${type}'))`,
      );
      assert.deepEqual([valid, schema], [false, MIGRATIONS[type].schema + 1], type);
    }
  });

  it('leave nothing on the browser’s console', () => {
    assert.deepEqual(editor.complaints, []);
  });
});
