import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { createIssuer } from '../../support/certificates';

/** Node.js reads whom to trust when it starts, so this runs in a process of its own. */
const ASK_TWICE = `
  const { createHttpClient } = require(${JSON.stringify(join(__dirname, '..', '..', '..', 'lib', 'transport', 'http-client'))});
  const client = createHttpClient(process.argv[1], 5000, { headers: { authorization: 'Bearer made-up' }, keepAlive: process.argv[2] === 'kept' });
  const { signal } = new AbortController();
  (async () => {
    const answers = [await client.get('/api/status', signal), await client.get('/api/status', signal)];
    await client.close();
    console.log(JSON.stringify(answers.map(({ text }) => JSON.parse(text))));
  })();
`;

describe('A GET request over a secure connection', () => {
  it('names the server and itself, and takes up the session of the one before', async () => {
    const issuer = createIssuer('Somebody');
    const server = createServer(issuer.issue(['localhost'], new Date(Date.now() + 86_400_000)), (request, response) => {
      const socket = request.socket as TLSSocket & { servername: string };
      const { servername } = socket;
      const { authorization, host } = request.headers;
      response.end(JSON.stringify({ servername, host, authorization, again: socket.isSessionReused() }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const folder = await mkdtemp(join(tmpdir(), 'goe-secure-'));
    try {
      const trusted = join(folder, 'issuer.pem');
      await writeFile(trusted, issuer.cert);
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: trusted };
      const args = ['-e', ASK_TWICE, `https://localhost:${port}`];
      const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 20_000 });
      const heard = { servername: 'localhost', host: `localhost:${port}`, authorization: 'Bearer made-up' };
      assert.deepEqual(JSON.parse(stdout), [
        { ...heard, again: false },
        { ...heard, again: true },
      ]);
    } finally {
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
