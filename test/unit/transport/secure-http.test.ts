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
const GET_TWICE = `
  const { createHttpClient } = require(${JSON.stringify(join(__dirname, '..', '..', '..', 'lib', 'transport', 'http', 'http-client'))});
  const client = createHttpClient(process.argv[1], 5000, { headers: { authorization: 'Bearer made-up' }, keepAlive: process.argv[2] === 'kept' });
  const { signal } = new AbortController();
  (async () => {
    const answers = [await client.get('/api/status', signal, true), await client.get('/api/status', signal, true)];
    await client.close();
    console.log(JSON.stringify(answers.map(({ text }) => JSON.parse(text))));
  })();
`;

interface Seen {
  servername: string;
  host: string;
  authorization: string;
  isSessionReused: boolean;
  isConnectionReused: boolean;
}

/** Two requests to a server with a certificate for `localhost`. @returns what the server saw of each */
async function getTwice(mode: 'kept' | 'closed'): Promise<Seen[]> {
  const issuer = createIssuer('Somebody');
  const seen = new Set<unknown>();
  const server = createServer(issuer.issue(['localhost'], new Date(Date.now() + 86_400_000)), (request, response) => {
    const socket = request.socket as TLSSocket & { servername: string };
    const isConnectionReused = seen.has(socket);
    seen.add(socket);
    const { servername } = socket;
    const { authorization, host } = request.headers;
    const isSessionReused = socket.isSessionReused();
    response.end(JSON.stringify({ servername, host, authorization, isSessionReused, isConnectionReused }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = await mkdtemp(join(tmpdir(), 'goe-secure-'));
  try {
    const trusted = join(folder, 'issuer.pem');
    await writeFile(trusted, issuer.cert);
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: trusted };
    const args = ['-e', GET_TWICE, `https://localhost:${port}`, mode];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 20_000 });
    const expected = { servername: 'localhost', host: `localhost:${port}`, authorization: 'Bearer made-up' };
    const answers: Seen[] = JSON.parse(stdout);
    for (const { servername, host, authorization } of answers)
      assert.deepEqual({ servername, host, authorization }, expected);
    return answers;
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Twice to a server with a certificate for another name. */
const REFUSED_TWICE = `
  const { createHttpClient } = require(${JSON.stringify(join(__dirname, '..', '..', '..', 'lib', 'transport', 'http', 'http-client'))});
  const client = createHttpClient(process.argv[1], 1000, { keepAlive: true });
  (async () => {
    const errors = [];
    for (let times = 0; times < 2; times += 1)
      await client.get('/', new AbortController().signal, true).catch((error) => errors.push(error.message));
    await client.close();
    console.log(JSON.stringify(errors));
  })();
`;

it('A certificate for another name is the error of each request, not only of the first', async () => {
  const issuer = createIssuer('Somebody');
  const other = issuer.issue(['other.example'], new Date(Date.now() + 86_400_000));
  const server = createServer({ ...other, ca: issuer.cert }, (_request, response) => void response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'goe-secure-'));
  try {
    const trusted = join(folder, 'issuer.pem');
    await writeFile(trusted, issuer.cert);
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: trusted };
    const args = ['-e', REFUSED_TWICE, `https://localhost:${(server.address() as AddressInfo).port}`];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 20_000 });
    const errors: string[] = JSON.parse(stdout);
    assert.equal(errors.length, 2);
    for (const error of errors) assert.match(error, /ERR_TLS_CERT_ALTNAME_INVALID/);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});

describe('Two GET requests over TLS name server and key, and', () => {
  it('use one connection where it is kept', async () => {
    const [first, second] = await getTwice('kept');
    assert.equal(first!.isConnectionReused, false);
    assert.equal(second!.isConnectionReused, true);
  });

  it('use one session on two connections where each has its own', async () => {
    const [first, second] = await getTwice('closed');
    assert.deepEqual([first!.isSessionReused, first!.isConnectionReused], [false, false]);
    assert.deepEqual([second!.isSessionReused, second!.isConnectionReused], [true, false]);
  });
});
