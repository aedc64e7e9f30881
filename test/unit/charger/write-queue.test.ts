import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '../../../lib/charger';
import { checkWrite } from '../../../lib/charger/check-write';
import { deliveryOf } from '../../../lib/charger/delivery';
import { createFreshness } from '../../../lib/charger/freshness';
import { isFailure, REDEPLOYED } from '../../../lib/charger/pending-write';
import { createValueStore } from '../../../lib/charger/value-store';
import { createWriteQueue, type WriteQueue } from '../../../lib/charger/write-queue';
import { type Transport, TransportError, type WriteReply } from '../../../lib/transport/transport';
import { until } from '../../support/until';

describe('The write queue', function () {
  this.timeout(10_000);
  /** The values on the charger. */
  let charger: Record<string, Json>;
  let sent: Record<string, string>[];
  let send: (values: ReadonlyMap<string, string>, signal: AbortSignal) => Promise<ReadonlyMap<string, WriteReply>>;
  let pushed: boolean;
  let store = createValueStore();
  let queue: WriteQueue;

  const taken = (values: ReadonlyMap<string, string>) =>
    new Map([...values.keys()].map((key): [string, WriteReply] => [key, { taken: true }]));
  const arrive = (keys: Iterable<string>, live = true) => {
    store.update(new Map([...keys].flatMap((key) => (key in charger ? [[key, charger[key]!]] : []))), Date.now(), live);
    queue.valuesReceived();
  };
  const start = () => {
    const transport: Transport = {
      pushes: pushed,
      open() {},
      want() {},
      ask: async (keys) => arrive(keys === 'all' ? Object.keys(charger) : keys),
      send(values, signal) {
        sent.push(Object.fromEntries(values));
        return send(values, signal);
      },
      forget() {},
      close: async () => {},
    };
    const delivery = deliveryOf(transport);
    const freshness = createFreshness({
      delivery,
      latestMs: 60_000,
      availability: () => 'online',
      isOutdated: store.isOutdated,
      isLeftOut: () => false,
      isSubscribed: () => true,
      isKeptUpToDate: () => true,
    });
    queue = createWriteQueue({ transport, delivery, stored: store.get, freshness, isLeftOut: () => false });
    arrive(Object.keys(charger));
  };
  const write = async (
    values: Record<string, unknown>,
    timeoutMs = 4000,
    confirm: 'readback' | 'accepted' = 'readback',
  ) => {
    const deadline = performance.now() + timeoutMs;
    const pending = checkWrite(values, confirm, deadline, { charger: 'C', firmware: '60.5' });
    for (const each of pending) queue.add(each);
    const results = await Promise.all(pending.map((each) => each.result));
    return results.map((each) => (isFailure(each) ? each.code : each.outcome)).join();
  };

  beforeEach(() => {
    charger = { amp: 10, frc: 0, psm: 2 };
    store = createValueStore();
    sent = [];
    pushed = false;
    send = async (values) => taken(values);
  });
  afterEach(() => queue.close());

  for (const isPushed of [false, true]) {
    it(`sends the value that the charger has while another one is about to be applied${isPushed ? ' (MQTT)' : ''}`, async () => {
      pushed = isPushed;
      start();
      assert.equal(await write({ amp: 16 }, 4000, 'accepted'), 'accepted');
      assert.equal(await write({ amp: 10 }), 'confirmed');
      assert.deepEqual(sent, [{ amp: '16' }, { amp: '10' }]);
    });
  }

  it('does not send it any more when the other one is confirmed', async () => {
    start();
    await write({ amp: 16 }, 4000, 'accepted');
    charger.amp = 16;
    arrive(['amp']);
    assert.equal(await write({ amp: 16 }), 'unchanged');
    assert.equal(sent.length, 1);
  });

  it('confirms by a value that was received, although a broker repeats it before the reply comes', async () => {
    pushed = true;
    start();
    send = async (values) => {
      charger.amp = 13;
      arrive(['amp']);
      arrive(['amp'], false);
      return new Map([...values.keys()].map((key) => [key, 'unknown']));
    };
    assert.equal(await write({ amp: 13 }, 1500), 'confirmed');
  });

  it('does not confirm by a value that was asked for before the write', async () => {
    start();
    send = async (values) => {
      charger.amp = 16;
      arrive(['amp']);
      charger.amp = 10;
      await delay(20);
      return taken(values);
    };
    assert.equal(await write({ amp: 16 }, 1500), 'UNCONFIRMED');
  });

  it('does not end a message early because another one in the same request is over time', async () => {
    start();
    let release = () => {};
    send = async (values) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return taken(values);
    };
    const first = write({ amp: 12 }, 4000, 'accepted');
    await until(() => sent.length === 1, 'the first');
    const short = write({ frc: 1 }, 300, 'accepted');
    const long = write({ psm: 1 }, 3000, 'accepted');
    const answerFirst = release;
    send = (_values, signal) =>
      new Promise((_resolve, reject) => {
        send = async (values) => taken(values);
        signal.addEventListener('abort', () => reject(new TransportError('TIMEOUT', 'busy')));
      });
    answerFirst();
    assert.deepEqual(await Promise.all([first, short, long]), ['accepted', 'TIMEOUT', 'accepted']);
    assert.deepEqual(sent, [{ amp: '12' }, { frc: '1', psm: '1' }, { psm: '1' }]);
  });

  it('keeps what went well when a part of the same write failed', async () => {
    start();
    send = async () =>
      new Map<string, WriteReply>([
        ['amp', { taken: true }],
        ['psm', { failed: new TransportError('OFFLINE', 'gone') }],
      ]);
    assert.equal(await write({ amp: 12, psm: 1 }, 4000, 'accepted'), 'accepted,OFFLINE');
  });

  it('reports `null` where the charger has that value when a newer one supersedes the write', async () => {
    charger.trx = null;
    start();
    const results = [1, 2].map((trx) => {
      const [each] = checkWrite({ trx }, 'accepted', performance.now() + 4000, { charger: 'C', firmware: '60.5' });
      queue.add(each!);
      return each!.result;
    });
    assert.deepEqual(await Promise.all(results), [
      { outcome: 'superseded', value: null, previous: undefined },
      { outcome: 'accepted', value: 2, previous: null },
    ]);
  });

  it('is not superseded by a value that was withdrawn before it was sent', async () => {
    start();
    const first = write({ amp: 12 }, 3500);
    await until(() => sent.length === 1, 'the first is sent');
    const [second] = checkWrite({ amp: 14 }, 'readback', performance.now() + 4000, { charger: 'C', firmware: '60.5' });
    queue.add(second!);
    second!.end(REDEPLOYED);
    assert.equal(await first, 'UNCONFIRMED');
    assert.deepEqual(sent, [{ amp: '12' }]);
  });

  it('ends in time when the clock is set back', async () => {
    start();
    const real = Date.now;
    const writing = write({ amp: 12 }, 1200);
    Date.now = () => real() - 3_600_000;
    try {
      assert.equal(await Promise.race([writing, delay(3000, 'still going')]), 'UNCONFIRMED');
    } finally {
      Date.now = real;
    }
  });
});
