import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { createHeartbeatSearch, type HeartbeatSearch } from '../../../lib/transport/mqtt/heartbeat';

describe('The search for a heartbeat', () => {
  const GAP_MS = 350;
  let search: HeartbeatSearch;
  beforeEach(() => {
    search = createHeartbeatSearch();
  });

  it('begins with the usual ones, and takes rbt at once', () => {
    assert.deepEqual(search.keys(true), ['rbt', 'utc', 'fhz']);
    assert.equal(search.received('rbt'), true);
    assert.deepEqual([search.key, search.keys(true)], ['rbt', ['rbt']]);
  });

  it('takes another key that comes for the third time, with a gap between', async () => {
    assert.equal(search.received('rssi'), false);
    await delay(GAP_MS);
    assert.equal(search.received('rssi'), false);
    await delay(GAP_MS);
    assert.equal(search.received('rssi'), true);
    assert.equal(search.key, 'rssi');
  });

  it('takes no key for messages that come at once', () => {
    for (let times = 0; times < 10; times += 1) assert.equal(search.received('nrg'), false);
    assert.equal(search.key, undefined);
  });

  it('goes on with everything below the prefix, or with frequent keys where there is no wildcard', () => {
    search.start(true);
    assert.deepEqual(search.keys(true), ['rbt', 'utc', 'fhz', '+']);
    assert.ok(search.keys(false).includes('rssi') && !search.keys(false).includes('+'));
  });

  it('drops a heartbeat that is forgotten', () => {
    search.received('rbt');
    search.forget();
    assert.deepEqual(search.keys(true), ['rbt', 'utc', 'fhz']);
  });
});
