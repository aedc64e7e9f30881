import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { canWrite, rowOf } from '../../../lib/keys';
import { MODEL_NAMES, type ModelName } from '../../../lib/simulator';
import { createDevice } from '../../../lib/simulator/new-device';
import { setterOf, WRITE_ONLY } from '../../../lib/simulator/setters';
import { ask, closeAll, fixture, json } from './fixture';

/** Every key of the vendor's first document [goecharger/go-eCharger-API-v2]. */
const FIRST_DOCUMENT =
  'acs acu adi alw ama amp arv bac car cbl cch ccw cfi cid clp cwc del delw dwo ecf eci eem efh efh32 efh8 efi ehs emfh ' +
  'emhb err esr eto etop facwak fem ffna fna frc fsp fwan fwv host lbp lbr lck led lmo loc lrn lssfc lsstc lwcf mod nmo ' +
  'pass pha psm rbc rbt rfb rr rssi sbe scaa scan scas sch_satur sch_sund sch_week sdp sse tds tof tpa trx ts tse tsom ' +
  'tssi tssm tsss ust utc wak wan wen wh wifis wsms wst';
/** The number of keys that a charger of this firmware publishes [captured traffic]. */
const PUBLISHED = { 'v3-053.1': 67, 'v3-055.2': 79, 'v3-56.9': 119, 'v3-60.5': 167 } as const;

describe('the simulated models', () => {
  afterEach(closeAll);

  for (const model of MODEL_NAMES) {
    it(`${model} reports keys of the registry, with values of their type`, async () => {
      const { clock, simulator } = fixture({ model, car: {} });
      await clock.advance(20_000);
      const entries = Object.entries(simulator.all());
      assert.ok(entries.length > 100, `${entries.length} keys`);
      for (const [key, value] of entries) {
        const row = rowOf(key, simulator.firmware);
        assert.ok(row, `${key} is in the registry`);
        if (value === null) assert.ok(row.nullable, `${key} may be null`);
        else if (Array.isArray(value)) assert.equal(row.type, 'array', key);
        else if (typeof value === 'number')
          assert.ok(row.type === 'float' || (row.type === 'int' && Number.isInteger(value)), key);
        else assert.equal(typeof value === 'boolean' ? 'bool' : typeof value, row.type, key);
      }
    });

    it(`${model} accepts no write of a key that is read-only in the registry`, () => {
      const { simulator } = fixture({ model });
      const writable = Object.entries(simulator.all()).filter(([key, value]) => setterOf(key, value));
      assert.ok(writable.length > 40);
      for (const key of [...writable.map(([name]) => name), ...WRITE_ONLY]) {
        const row = rowOf(key);
        assert.ok(row && canWrite(row), `${key} can be written`);
      }
    });
  }

  for (const model of ['v3-051.3', 'v3-053.1'] as const)
    it(`${model} has all 90 keys of the first document, those that can only be written among them`, async () => {
      const { simulator, clock } = fixture({ model });
      await clock.advance(1000);
      const keys = FIRST_DOCUMENT.split(' ');
      assert.equal(keys.length, 90);
      const shown = simulator.all();
      assert.deepEqual(
        keys.filter((key) => shown[key] === undefined && !WRITE_ONLY.has(key)),
        [],
      );
    });

  it('v3-051.3 responds to the example of the first document, with `rfb`', async () => {
    const { simulator } = fixture({ model: 'v3-051.3' });
    const { url } = await simulator.listenHttp();
    const filter = encodeURIComponent('["rfb","alw","acu","adi","amp"]');
    assert.deepEqual(Object.keys(json(await ask(`${url}/api/status?filter=${filter}`))), [
      'rfb',
      'alw',
      'acu',
      'adi',
      'amp',
    ]);
  });

  for (const [model, keys] of Object.entries(PUBLISHED) as [keyof typeof PUBLISHED, number][])
    it(`${model} publishes the ${keys} keys of its capture`, () => {
      const device = createDevice({ model }, Date.now());
      assert.equal([...device.values.keys()].filter((key) => !device.unpublished.has(key)).length, keys);
    });

  it('gemini-055.7 shows the 225 keys of a full status, and none of newer or older firmware', () => {
    const shown = fixture({ model: 'gemini-055.7' }).simulator.all();
    assert.equal(Object.keys(shown).length, 225);
    for (const key of 'atp data deltaa ocppao ocppcn ocppg ocppla ocpplo ocpprl ocppss wfb wpb'.split(' '))
      assert.notEqual(shown[key], undefined, key);
    for (const key of ['cae', 'hsa', 'scas', 'cll', 'c0n', 'efh']) assert.equal(shown[key], undefined, key);
  });

  it('core and pro report their subtype', () => {
    const kind = (model: ModelName) => {
      const { typ, styp } = fixture({ model }).simulator.all();
      return { typ, styp };
    };
    assert.deepEqual(kind('core-60.5'), { typ: 'go-eCharger_Phoenix', styp: 'core_cable' });
    assert.deepEqual(kind('pro-60.3'), { typ: 'go-eCharger_Pro', styp: 'pro' });
    assert.deepEqual(kind('gemini-055.7'), { typ: 'go-eCharger_V4', styp: undefined });
  });

  it('core and pro report null while no car charges, where the others have a value', async () => {
    const { simulator, clock } = fixture({ model: 'core-60.5' });
    const idle = () => ['acui', 'acl', 'rcd', 'scan'].map((key) => simulator.get(key));
    assert.deepEqual(idle(), [null, null, null, null]);
    simulator.car.plugIn({ wakesAfterS: 1 });
    await clock.advance(10_000);
    assert.equal(simulator.get('acui'), simulator.get('acu'));
    for (const value of idle()) assert.notEqual(value, null);
    simulator.car.unplug();
    simulator.apply({ frc: 1 });
    await clock.advance(3000);
    assert.deepEqual(idle(), [null, null, null, null]);
  });

  it('differ in temperatures, cable and cards as the real ones do', () => {
    const v3 = fixture({ model: 'v3-60.5' }).simulator;
    const core = fixture({ model: 'core-60.5' }).simulator;
    const old = fixture({ model: 'v3-053.1' }).simulator;
    assert.equal((v3.get('tma') as unknown[]).length, 2);
    assert.deepEqual((core.get('tma') as unknown[]).slice(0, 2), [null, null]);
    assert.equal((core.get('tma') as unknown[]).length, 6);
    for (const key of ['cbl', 'cus', 'ust', 'lbr', 'ffb', 'cards', 'cll']) assert.equal(core.get(key), undefined, key);
    assert.deepEqual([core.get('c0n'), v3.get('c0n'), old.get('c0n')], ['Anna', 'Anna', undefined]);
    assert.ok(Array.isArray(v3.get('cards')));
    assert.deepEqual([old.get('bac'), v3.get('bac')], [true, 1]);
    assert.equal(core.get('adi'), true);
  });

  it('report old readings in whole steps', async () => {
    const { clock, simulator } = fixture({ model: 'v3-053.1', car: { maxCurrentA: 13 } });
    await clock.advance(30_000);
    const nrg = simulator.get('nrg') as number[];
    assert.deepEqual([Number.isInteger(nrg[0]), (nrg[7] ?? 1) % 100], [true, 0]);
  });

  it('do not share values with each other', async () => {
    const one = fixture({ model: 'core-60.5' });
    const other = fixture({ model: 'core-60.5' });
    one.simulator.apply({ c0n: 'Berta', wifis: [{ ssid: 'Elsewhere' }] });
    await one.clock.advance(1000);
    assert.equal(one.simulator.get('c0n'), 'Berta');
    assert.equal(other.simulator.get('c0n'), 'Anna');
    assert.ok(!JSON.stringify(other.simulator.all()).includes('Elsewhere'));
  });

  it('refuse unknown models, and serials that are not digits', () => {
    assert.throws(() => fixture({ model: 'v9' as never }), /model must be one of .*, not "v9"/);
    assert.throws(() => fixture({ serial: 'abc' }), /digits/);
  });
});
