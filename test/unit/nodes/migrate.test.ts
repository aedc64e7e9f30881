import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { chargerMigrations } from '../../../nodes/goe-charger/migrate';
import { SETTINGS as CHARGER_SETTINGS } from '../../../nodes/goe-charger/settings';
import { eventMigrations } from '../../../nodes/goe-event/migrate';
import { setMigrations } from '../../../nodes/goe-set/migrate';
import { statusMigrations } from '../../../nodes/goe-status/migrate';
import { surplusMigrations } from '../../../nodes/goe-surplus/migrate';
import { migrations } from '../../../nodes/runtime/schema';
import { completed } from '../../../nodes/runtime/settings';
import { NODE_FOLDERS } from '../../support/node-folders';

const base = { id: 'a', type: 'any', z: 'tab', name: 'Garage', wires: [['b']] };

describe('A flow saved before there were schemas', () => {
  it('gives a goe-charger its numbers as text, its flags as flags, and what was left out', () => {
    assert.deepEqual(
      chargerMigrations.migrate({ ...base, host: '192.168.1.20', pollInterval: 5, readOnly: 'true', serial: 123456 }),
      completed(CHARGER_SETTINGS, {
        ...base,
        connection: 'http',
        host: '192.168.1.20',
        serial: '123456',
        broker: '',
        tls: '',
        topicPrefix: '',
        pollInterval: '5',
        timeout: '',
        readOnly: true,
        allowCaution: false,
        schema: 1,
      }),
    );
  });

  it('keeps environment variables, and what only the charger client can judge', () => {
    // A variable as flows hold it, not a template.
    const variable = ['$', '{POLL}'].join('');
    const saved = { ...base, pollInterval: variable, connection: 'bluetooth', brokerNode: 'b1' };
    const { pollInterval, connection, brokerNode } = chargerMigrations.migrate(saved);
    assert.deepEqual([pollInterval, connection, brokerNode], [variable, 'bluetooth', 'b1']);
  });

  it('keeps environment variables where there are choices and flags: the editor does not know what they stand for', () => {
    const variable = ['$', '{ANY}'].join('');
    const { readOnly } = chargerMigrations.migrate({ ...base, readOnly: variable });
    const { source } = statusMigrations.migrate({ ...base, source: variable });
    const { initial } = eventMigrations.migrate({ ...base, initial: variable });
    const { mode, phases, manual } = surplusMigrations.migrate({
      ...base,
      mode: variable,
      phases: variable,
      manual: variable,
      schema: 1,
    });
    assert.deepEqual([readOnly, source, initial, mode, phases, manual], Array(6).fill(variable));
  });

  it('gives a goe-surplus every choice as it runs, and by hand as it was', () => {
    const { mode, phases, onStale, batteryPriority, onRemove, strategy, manual } = surplusMigrations.migrate({
      ...base,
      phases: 1,
      mode: null,
    });
    assert.deepEqual(
      { mode, phases, onStale, batteryPriority, onRemove, strategy, manual },
      {
        mode: 'solar',
        phases: '1',
        onStale: 'stop',
        batteryPriority: 'car',
        onRemove: 'restore',
        strategy: 'regulate',
        manual: true,
      },
    );
  });

  it('gives a goe-status its names as a list, and the usual source and output', () => {
    const expected = { ...base, keys: ['amp', 'nrg.powerTotal'], source: 'latest', output: 'values', schema: 1 };
    assert.deepEqual(statusMigrations.migrate({ ...base, keys: ' amp,, nrg.powerTotal ' }), expected);
    assert.deepEqual(statusMigrations.migrate({ ...base, keys: ['amp', null, 'nrg.powerTotal'] }), expected);
  });

  it('gives a goe-set rows of texts with their types', () => {
    const values = [
      { key: 'amp', value: 16 },
      { key: 'alw', value: false },
      { key: 'fna', value: 'Garage' },
      { key: 'ids', value: { pGrid: -1000 } },
      { key: 'psm', value: '2', type: 'option' },
      null,
    ];
    assert.deepEqual(setMigrations.migrate({ ...base, values }).values, [
      { key: 'amp', value: '16', type: 'num' },
      { key: 'alw', value: 'false', type: 'bool' },
      { key: 'fna', value: 'Garage', type: 'str' },
      { key: 'ids', value: '{"pGrid":-1000}', type: 'json' },
      { key: 'psm', value: '2', type: 'option' },
    ]);
    assert.deepEqual(setMigrations.migrate(base), { ...base, values: [], confirm: 'readback', schema: 1 });
  });

  it('gives a goe-event lists, amounts as text, and one message for each value', () => {
    assert.deepEqual(
      eventMigrations.migrate({ ...base, keys: 'car', happenings: 'offline,error', minChange: 0.5, initial: 'true' }),
      {
        ...base,
        keys: ['car'],
        happenings: ['offline', 'error'],
        initial: true,
        minChange: '0.5',
        minInterval: '',
        output: 'each',
        schema: 1,
      },
    );
  });
});

for (const {
  type,
  migrations: { schema, migrate },
} of NODE_FOLDERS)
  describe(`A saved ${type}`, () => {
    it('is not changed where it is as of today, nor is the object that is migrated', () => {
      const today = migrate(Object.freeze({ ...base, schema: 0 }));
      assert.equal(migrate(today), today);
      assert.deepEqual(migrate({ ...today, schema: String(schema) }), { ...today, schema: String(schema) });
    });

    it('of a newer package is refused, and the error says to update', () => {
      assert.throws(() => migrate({ ...base, schema: schema + 1 }), { code: 'INVALID', message: /update the package/ });
    });

    it('is saved with the schema of today by the editor', () => {
      const html = readFileSync(join(__dirname, '..', '..', '..', 'nodes', type, `${type}.html`), 'utf8');
      const [, script = ''] = /<script type="text\/javascript">(.*)<\/script>/s.exec(html) ?? [];
      let saved: unknown;
      const registerType = (_type: string, definition: { defaults: { schema: { value: unknown } } }) => {
        saved = definition.defaults.schema.value;
      };
      runInNewContext(script, { RED: { nodes: { registerType } } });
      assert.equal(saved, schema, `nodes/${type}/editor.ts: the value of schema`);
    });

    it('survives any content', () => {
      const odd = { keys: 5, values: 'x', happenings: {}, connection: null, host: [], minChange: {}, schema: 'none' };
      assert.equal(migrate({ ...base, ...odd }).schema, schema);
      const hostile = JSON.parse('{"schema": {"valueOf": 1, "toString": 1}}');
      assert.equal(migrate({ ...base, ...hostile }).schema, schema);
    });
  });

describe('Migrations', () => {
  it('go step by step from where the flow is', () => {
    const step = (name: string) => (saved: Record<string, unknown>) => ({ ...saved, steps: `${saved.steps}${name}` });
    const { migrate } = migrations(step('a'), step('b'), step('c'));
    assert.deepEqual(migrate({ steps: '' }), { steps: 'abc', schema: 3 });
    assert.deepEqual(migrate({ steps: '', schema: 2 }), { steps: 'c', schema: 3 });
    assert.deepEqual(migrate({ steps: '', schema: 3 }), { steps: '', schema: 3 });
  });
});
