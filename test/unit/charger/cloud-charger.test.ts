import assert from 'node:assert/strict';
import { type Charger, type ChargerOptions, createCharger } from '../../../lib/charger';
import { createSimulator, type Simulator } from '../../../lib/simulator';
import { until } from '../../support/until';

describe('A charger behind the cloud', function () {
  this.timeout(20_000);
  const token = 'canary-token-7391';
  let sim: Simulator;
  let charger: Charger;
  let cloudUrl: string;
  const failure = async (promise: Promise<unknown>) =>
    promise.then(
      () => assert.fail('it went well'),
      (error) => error,
    );

  beforeEach(async () => {
    sim = createSimulator({ serial: '012345' });
    cloudUrl = (await sim.listenCloud({ token })).url;
  });
  afterEach(async () => {
    await charger.close();
    await sim.close();
  });
  const connect = (options: Partial<ChargerOptions> = {}): Charger => {
    charger = createCharger({
      name: 'Cloudy',
      connection: 'cloud',
      serial: '12345',
      token,
      cloudUrl,
      pollIntervalS: 0.5,
      timeoutS: 4,
      ...options,
    });
    return charger;
  };

  it('reads with its token in a header, never in the address', async () => {
    const values = await connect().read(['amp', 'car'], 'charger');
    assert.equal(values.size, 2);
    assert.ok(sim.requests.length > 0);
    for (const { query } of sim.requests) assert.equal(query.includes(token), false);
  });

  it('proves a write by reading it back, because 202 is no success', async () => {
    const outcome = await connect().write({ amp: 11 }, 'readback');
    assert.equal(outcome.get('amp')?.outcome, 'confirmed');
    assert.equal(sim.get('amp'), 11);
  });

  it('calls a write unconfirmed when the cloud hands it on and nothing happens', async () => {
    sim.fault('ignored');
    const error = await failure(connect({ timeoutS: 2.5 }).write({ amp: 11 }, 'accepted'));
    assert.equal(error.code, 'UNCONFIRMED');
  });

  it('says that a wrong token is not accepted, without showing it', async () => {
    const error = await failure(connect({ token: 'wrong-token-1234' }).read(['amp'], 'charger'));
    assert.equal(error.code, 'AUTH');
    assert.match(error.message, /Cloudy.*token.*new API key/);
    assert.equal(error.message.includes('wrong-token-1234'), false);
  });

  it('shows an offline charger and comes back', async () => {
    connect().watch(['amp'], { changed: () => {} });
    await until(() => charger.availability.state === 'online', 'online');
    sim.reboot({ downMs: 2500 });
    await until(() => charger.availability.state === 'offline', 'offline', 10_000);
    await until(() => charger.availability.state === 'online', 'online again', 12_000);
  });
});
