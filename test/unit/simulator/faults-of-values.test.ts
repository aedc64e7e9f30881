/** Faults that override values. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { closeAll, json, withHttp } from './fixture';

describe('faults of the values of a simulated charger', () => {
  afterEach(closeAll);

  it('missing: keys are left out of responses, as often as `times` says', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('missing', { keys: ['nrg', 'car'], times: 1 });
    assert.deepEqual(json(await get('status?filter=amp,frc')), { amp: 16, frc: 0 });
    assert.deepEqual(json(await get('status?filter=amp,nrg,car')), { amp: 16 });
    assert.deepEqual(json(await get('status?filter=amp,car')), { amp: 16, car: 1 });
    simulator.fault('missing');
    const full = json(await get('status'));
    assert.deepEqual([full.nrg, full.amp], [undefined, 16]);
    assert.ok(Array.isArray(simulator.get('nrg')), 'the charger itself knows');
    simulator.clearFaults('missing');
    assert.ok(Array.isArray(json(await get('status?filter=nrg')).nrg));
  });

  it('missing: also with a model whose unknown keys are null', async () => {
    const { get, simulator } = await withHttp({ model: 'core-60.5' });
    simulator.fault('missing', { keys: ['nrg'] });
    assert.deepEqual(json(await get('status?filter=amp,nrg,cbl')), { amp: 16, cbl: null });
  });

  it('nulls: keys are null and come back with their values', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('nulls', { keys: ['nrg'] });
    assert.deepEqual(json(await get('status?filter=amp,nrg')), { amp: 16, nrg: null });
    assert.equal(json(await get('status')).nrg, null);
    simulator.fault('nulls');
    assert.deepEqual(json(await get('status?filter=acui,acl,rcd,scan')), {
      acui: null,
      acl: null,
      rcd: null,
      scan: null,
    });
    simulator.clearFaults();
    assert.deepEqual(json(await get('status?filter=scan')), { scan: [] });
  });

  it('otherSerial: responses have the serial of another charger', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('otherSerial', { text: '765432' });
    assert.deepEqual(json(await get('status?filter=sse,amp')), { sse: '765432', amp: 16 });
    simulator.clearFaults();
    assert.deepEqual(json(await get('status?filter=sse')), { sse: '012345' });
  });

  it('sensorFault: one impossible temperature, and the real ones afterwards', async () => {
    const { simulator } = await withHttp();
    const before = simulator.get('tma');
    simulator.fault('sensorFault');
    assert.deepEqual(simulator.get('tma'), [-16843.01]);
    simulator.clearFaults();
    assert.deepEqual(simulator.get('tma'), before);
  });

  it('a fault affects only the endpoint that it is given', async () => {
    const { get, simulator } = await withHttp();
    simulator.fault('missing', { keys: ['amp'], face: 'cloud' });
    assert.deepEqual(json(await get('status?filter=amp')), { amp: 16 });
  });
});
