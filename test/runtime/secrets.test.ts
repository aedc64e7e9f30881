import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { isSecret, keys } from '../../lib/keys';
import { holdsNone } from '../support/planted';
import { startCharger, type TestCharger, TOKEN } from './chargers';
import { caught, completed, deploy, give, sent, serve, statuses, unload, useNodeRed, whatWasLogged } from './flow';

const IN_VALUES = 'planted "värdi/6401"';
const IN_URL = 'planted-url-8817';
const WANTED = 'planted-wanted-2259';
const SECRETS = [TOKEN, IN_VALUES, IN_URL, WANTED];

describe('Planted secrets', function () {
  this.timeout(30_000);
  useNodeRed();
  let charger: TestCharger | undefined;
  afterEach(async () => {
    await charger?.close();
    charger = undefined;
  });

  it('are found in every form by the test itself', () => {
    for (const form of [
      IN_VALUES,
      encodeURIComponent(IN_VALUES),
      Buffer.from(`ab${IN_VALUES}`).toString('base64'),
      { a: new Error('x', { cause: IN_VALUES }) },
    ])
      assert.throws(() => holdsNone(SECRETS, { form }), /shows the secret/);
  });

  for (const connection of ['http', 'cloud'] as const) {
    it(`never come out: ${connection}, with all keys read, writes refused, and the charger lost`, async () => {
      const secret = keys.filter((row) => isSecret(row.name)).map((row) => row.name);
      assert.ok(secret.length > 5);
      const values = Object.fromEntries(
        secret.map((key) => [key, key === 'wifis' ? [{ ssid: 'home', key: IN_VALUES }] : IN_VALUES]),
      );
      charger = await startCharger(connection, { timeout: 3 }, {}, { ...values, mcu: `mqtt://user:${IN_URL}@broker` });
      await deploy(
        [
          charger.node,
          { id: 'status', type: 'goe-status', charger: 'charger', keys: [], all: true, details: true },
          { id: 'set', type: 'goe-set', charger: 'charger', confirm: 'accepted' },
          { id: 'event', type: 'goe-event', charger: 'charger', keys: secret },
        ],
        charger.credentials,
      );
      await serve('status', { keys: [...secret, 'mcu', 'amp'] });
      for (const key of secret) await give('set', { payload: { [key]: { odd: WANTED }, amp: 99 } });
      await charger.lose();
      await give('status', { keys: secret });
      await delay(300);
      const heard = {
        messages: [...sent('status'), ...sent('event', 0), ...sent('event', 1)],
        errors: caught().map(({ error }) => error),
        statuses: ['status', 'set', 'event', 'charger'].map(statuses),
      };
      assert.ok(heard.errors.length >= secret.length && completed().length > 0);
      await unload();
      holdsNone(SECRETS, { ...heard, logs: whatWasLogged() });
    });
  }
});
