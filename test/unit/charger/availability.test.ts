import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Charger, createCharger } from '../../../lib/charger';
import { plainCharger, type ScriptedServer, scriptedServer } from '../../support/scripted-server';
import { until } from '../../support/until';

describe('The availability of a charger', () => {
  let server: ScriptedServer;
  let charger: Charger;
  beforeEach(async () => {
    server = await scriptedServer(plainCharger({ sse: '123456', amp: 16 }));
    charger = createCharger({ connection: 'http', host: server.url, pollIntervalS: 0.3, timeoutS: 2 });
  });
  afterEach(async () => {
    await charger.close();
    await server.close();
  });
  const online = () => until(() => charger.availability.state === 'online', 'online');

  it('goes offline once, whatever the reasons one after the other', async () => {
    const happened: string[] = [];
    const reasons = new Set<string>();
    charger.onHappening(['online', 'offline'], ({ topic }) => happened.push(topic));
    charger.onAvailability((now) => now.state === 'offline' && reasons.add(now.reason));
    charger.watch(['amp'], { changed: () => {} });
    await online();
    server.answer = (_request, response) => response.destroy();
    await until(() => reasons.size === 1, 'offline');
    await server.close();
    await until(() => reasons.size === 2, 'another reason');
    assert.deepEqual(happened, ['online', 'offline']);
  });

  it('is unknown while nobody uses the charger, so that its values may be old', async () => {
    const stop = charger.watch(['amp'], { changed: () => {} });
    await until(() => charger.known('amp')?.stale === false, 'the value');
    stop();
    await delay(50);
    assert.equal(charger.known('amp')?.stale, true);
    charger.watch(['amp'], { changed: () => {} });
    assert.equal(charger.known('amp')?.stale, true);
    await until(() => charger.known('amp')?.stale === false, 'a fresh value');
  });

  it('has listeners that may be ended twice without harm to others', async () => {
    const states: string[] = [];
    const stop = charger.onAvailability(() => {});
    charger.onAvailability(({ state }) => states.push(state));
    stop();
    stop();
    charger.watch(['amp'], { changed: () => {} });
    await online();
    assert.deepEqual(states, ['connecting', 'online']);
  });
});
