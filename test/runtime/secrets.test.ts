import assert from 'node:assert/strict';
import { isSecret, keys } from '../../lib/keys';
import { startBroker } from '../support/broker';
import { holdsNone } from '../support/canary';
import { startCharger, type TestCharger, TOKEN } from '../support/chargers';
import {
  caught,
  completed,
  deploy,
  fail,
  give,
  sent,
  serve,
  shows,
  statuses,
  unload,
  useNodeRed,
  whatWasLogged,
} from '../support/flow';

const IN_VALUES = 'canary "värdi/6401"';
const IN_URL = 'canary-url-8817';
const WANTED = 'canary-wanted-2259';
const USER = 'canary-user-4410';
const LOGIN = { username: USER, password: 'canary "pass" 9023' };
const SECRETS = [TOKEN, IN_VALUES, IN_URL, WANTED, LOGIN.username, LOGIN.password];

describe('Canary secrets', function () {
  this.timeout(60_000);
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

  for (const connection of ['http', 'mqtt', 'cloud'] as const) {
    it(`never come out: ${connection}, with all keys read, writes refused, and the charger lost`, async () => {
      const secret = keys.filter((row) => isSecret(row.name)).map((row) => row.name);
      assert.ok(secret.length > 5);
      const values = Object.fromEntries(
        secret.map((key) => [key, key === 'wifis' ? [{ ssid: 'home', key: IN_VALUES }] : IN_VALUES]),
      );
      charger = await startCharger(connection, { timeout: 3 }, {}, { ...values, mcu: `mqtt://user:${IN_URL}@broker` });
      const link = connection === 'mqtt' ? withLogin(charger) : charger;
      await deploy(
        [
          link.node,
          { id: 'status', type: 'goe-status', charger: 'charger', keys: [], output: 'details', source: 'charger' },
          { id: 'set', type: 'goe-set', charger: 'charger', confirm: 'accepted' },
          { id: 'event', type: 'goe-event', charger: 'charger', keys: secret, initial: true },
        ],
        link.credentials,
      );
      const { payload } = await serve('status', { keys: [...secret, 'mcu', 'amp'] });
      assert.ok(Object.keys(payload).some(isSecret), 'a secret key is among the details');
      await serve('status');
      for (const key of secret) await give('set', { payload: { [key]: { odd: WANTED }, amp: 99 } });
      await charger.lose();
      await shows('event', ({ fill }) => fill === 'red', 'that it is lost', 15_000);
      await give('status', { keys: secret });
      const received = whatCameOut();
      assert.ok(received.errors.length >= secret.length && completed().length > 0);
      await unload();
      holdsNone(SECRETS, { ...received, logs: whatWasLogged() });
    });
  }

  it('never come out: a broker that does not take user and password, also where its address holds them', async () => {
    const broker = await startBroker({ username: 'another', password: 'another' });
    const common = { type: 'goe-charger', connection: 'mqtt', serial: '123456', timeout: 3 };
    try {
      await deploy(
        [
          { ...common, id: 'by form', broker: broker.url },
          { ...common, id: 'by address', broker: broker.url.replace('//', `//${USER}:${IN_URL}@`) },
          ...['by form', 'by address'].flatMap((id) => [
            { id: `status ${id}`, type: 'goe-status', charger: id, keys: ['amp'] },
            { id: `set ${id}`, type: 'goe-set', charger: id },
          ]),
        ],
        { 'by form': LOGIN },
      );
      for (const id of ['by form', 'by address'])
        for (const [node, msg] of [
          [`status ${id}`, {}],
          [`set ${id}`, { payload: { amp: 7 } }],
        ] as const)
          assert.equal((await fail(node, { ...msg })).code, 'AUTH', node);
      const received = whatCameOut();
      await unload();
      holdsNone(SECRETS, { ...received, logs: whatWasLogged() });
    } finally {
      await unload();
      await broker.stop();
    }
  });
});

/** The same charger, reached with user and password, as a broker without users takes them too. */
function withLogin({ node, credentials }: TestCharger): Pick<TestCharger, 'node' | 'credentials'> {
  return { node, credentials: { ...credentials, charger: LOGIN } };
}

/** All messages, errors and statuses since the deployment. */
function whatCameOut() {
  const nodes = ['status', 'set', 'event', 'charger', 'status by form', 'status by address', 'by form', 'by address'];
  return {
    messages: nodes.flatMap((id) => [...sent(id, 0), ...sent(id, 1)]),
    errors: caught().map(({ error }) => error),
    statuses: nodes.map(statuses),
  };
}
