import assert from 'node:assert/strict';
import { createCloudApi } from '../../../lib/transport/http/cloud';
import type { PolledApi } from '../../../lib/transport/http/polled-api';
import { plainCharger, type ScriptedServer, scriptedServer } from '../../support/scripted-server';

describe('The cloud', () => {
  const { signal } = new AbortController();
  const amp = new Set(['amp']);
  const values = { sse: '123456', amp: 16 };
  let server: ScriptedServer;
  let transport: PolledApi;

  beforeEach(async () => {
    server = await scriptedServer(plainCharger(values));
    transport = createCloudApi(server.url, 'canary-token-5521', 2000);
  });
  afterEach(async () => {
    await transport.close();
    await server.close();
  });

  it('that answers `{}` is no charger, and is asked for the same keys again', async () => {
    server.answer = (_request, response) => void response.end('{}');
    await assert.rejects(transport.ask(amp, signal), { code: 'PROTOCOL', message: /empty; check the serial number/ });
    server.answer = plainCharger(values);
    assert.deepEqual([...(await transport.ask(amp, signal))], [['amp', 16]]);
  });

  it('that has the charger but not the key is asked for the serial number, unless another key came', async () => {
    assert.equal((await transport.ask(new Set(['nosuch']), signal)).size, 0);
    assert.deepEqual(server.asked, ['/api/status?filter=nosuch', '/api/status?filter=sse']);
    server.asked.length = 0;
    await transport.ask(new Set(['nosuch', 'amp']), signal);
    assert.deepEqual(server.asked, ['/api/status?filter=nosuch,amp']);
  });
});
