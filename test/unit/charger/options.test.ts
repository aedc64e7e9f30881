import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChargerOptions, createCharger } from '../../../lib/charger';
import { createSimulator } from '../../../lib/simulator';
import { plainCharger, scriptedServer } from '../../support/scripted-server';

describe('The options of a charger', () => {
  it('may ask for times longer than a timer can hold', async () => {
    const server = await scriptedServer(plainCharger({ sse: '123456', amp: 16 }));
    const charger = createCharger({ connection: 'http', host: server.url, pollIntervalS: 3e6, timeoutS: 5e6 });
    charger.watch(['amp'], { changed: () => {} });
    await delay(300);
    assert.ok(server.asked.length <= 2, `${server.asked.length} requests`);
    assert.equal((await charger.read(['amp'], 'charger')).get('amp')?.value, 16);
    await charger.close();
    await server.close();
  });

  it('never give the broker’s password away as the charger’s name', async () => {
    const options: ChargerOptions = {
      connection: 'mqtt',
      broker: 'mqtt://me:canary-5512@127.0.0.1:1',
      topicPrefix: 'x/',
    };
    const charger = createCharger(options);
    assert.equal(charger.identity.name.includes('canary-5512'), false);
    assert.match(charger.identity.name, /127\.0\.0\.1/);
    await charger.close();
  });

  it('are refused when certificate or key cannot be used, without showing them', () => {
    const options: ChargerOptions = {
      connection: 'mqtt',
      broker: 'mqtts://127.0.0.1:1',
      serial: '123456',
      tls: { cert: 'canary-cert', key: 'canary-key' },
    };
    assert.throws(
      () => createCharger(options),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'INVALID');
        assert.match(error.message, /TLS configuration/);
        assert.doesNotMatch(error.message, /canary/);
        return true;
      },
    );
  });

  it('are refused when a connection to the broker would be thrown out of, later or in the middle', () => {
    const options: ChargerOptions = { connection: 'mqtt', broker: 'mqtt://127.0.0.1:1', serial: '123456' };
    const long = 'x'.repeat(70_000);
    for (const hostile of [
      { topicPrefix: `${long}/` },
      { topicPrefix: 'go-eCharger/1\t23456/' },
      { topicPrefix: 'garage\uffff/' },
      { topicPrefix: '/'.repeat(250) },
      { username: 'flows', password: long },
      { username: long },
      { broker: 'mqtt://flows:%zz@127.0.0.1:1' },
      { broker: `mqtt://127.0.0.1:1/?clientId=${long}` },
    ])
      assert.throws(
        () => createCharger({ ...options, ...hostile }),
        { code: 'INVALID' },
        JSON.stringify(hostile).slice(0, 80),
      );
  });

  it('are refused when copying left something invisible in the token, and do not show it', () => {
    for (const token of ['canary\u200b', 'can ary', 'canary€'])
      assert.throws(
        () => createCharger({ connection: 'cloud', serial: '012345', token }),
        ({ code, message }) => code === 'INVALID' && /copy it again/.test(message) && !message.includes('ary'),
      );
  });

  it('are refused when the cloud is at no address', () => {
    for (const cloudUrl of ['{serial}.test', 'http://{serial}:x', 'ftp://{serial}.test'])
      assert.throws(() => createCharger({ connection: 'cloud', serial: '012345', token: 'canary', cloudUrl }), {
        code: 'INVALID',
        message: /is not the address of a cloud/,
      });
  });

  it('may have a token with a line break behind it, as pasting leaves one', async () => {
    const sim = createSimulator({ serial: '012345' });
    const { url } = await sim.listenCloud({ token: 'canary-token' });
    const charger = createCharger({ connection: 'cloud', serial: '012345', token: ' canary-token\n', cloudUrl: url });
    assert.equal((await charger.read(['amp'], 'charger')).size, 1);
    await charger.close();
    await sim.close();
  });
});
