import assert from 'node:assert/strict';
import type { Json } from '../../../lib/json';
import { isControllerType, isV1Status, kindOf } from '../../../lib/transport/device-kind';

describe('The kind of a device', () => {
  const kind = (values: Record<string, Json>) => kindOf(new Map(Object.entries(values)));

  it('is a charger where it has keys that only chargers have, with any type', () => {
    assert.equal(kind({ typ: 'go-eCharger_V9', car: 1 }), 'charger');
    assert.equal(kind({ typ: 'somethingNew', frc: 0 }), 'charger');
    assert.equal(kind({ sse: '123456', amp: 16 }), 'charger');
  });

  it('is a Controller by its type, and by its keys where it tells no type', () => {
    assert.equal(kind({ typ: 'go-eController', sse: '916791' }), 'controller');
    assert.equal(kind({ typ: 'go-eController_V2', amp: null }), 'controller');
    assert.equal(kind({ ccp: [2344.5, null], ccn: ['Home', 'Grid'] }), 'controller');
  });

  it('is unknown where no key shows it, also where a charger answers null for keys that it does not have', () => {
    assert.equal(kind({ sse: '123456', fwv: '60.5', ccp: null }), 'unknown');
    assert.equal(kind({ typ: 'go-eCharger_Phoenix', car: null, ccp: null }), 'unknown');
  });

  it('is shown by the name that is announced', () => {
    for (const name of ['go-eController', 'go-eController_916791', 'go-econtroller-916791.local'])
      assert.equal(isControllerType(name), true, name);
    for (const name of ['go-eCharger', 'Wallbox', '', undefined, 7]) assert.equal(isControllerType(name), false);
  });

  it('is an old charger where every number is a text and the firmware is older than 050', () => {
    const old = { version: 'B', car: '1', amp: '16', err: '0' };
    assert.equal(isV1Status(old), true);
    assert.equal(isV1Status({ ...old, fwv: '042.0' }), true);
    assert.equal(isV1Status({ ...old, fwv: '033' }), true);
    assert.equal(isV1Status({ ...old, fwv: '055.5' }), false, 'it has API v2 beside it');
    assert.equal(isV1Status({ ...old, fwv: '60.5' }), false);
    assert.equal(isV1Status({ version: 'B', car: 1, amp: 16 }), false);
    assert.equal(kind({ ...old }), 'api-v1');
  });
});
