import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createHttpClient, type HttpClient } from '../../../lib/transport/http/http-client';
import { scriptedServer } from '../../support/scripted-server';
import { type SocketServer, startSocketServer } from '../../support/socket-server';
import { until } from '../../support/until';

const OK = 'HTTP/1.1 200 OK\r\n';
/** Longer than any limit of a head. */
const FLOOD = `X-Flood: ${'x'.repeat(20_000)}\r\n`;

/** Bytes in place of a response, the way the connection ends, and the text of the error. */
const BROKEN: Record<string, { sends: string; ends?: 'end' | 'resetAndDestroy'; code: string; message: RegExp }> = {
  'no HTTP': { sends: 'SSH-2.0-Server\r\n\r\n', code: 'PROTOCOL', message: /not a charger, or its answer is broken/ },
  'a head without end': { sends: OK + FLOOD, code: 'PROTOCOL', message: /answer is broken/ },
  'two lengths': {
    sends: `${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    code: 'PROTOCOL',
    message: /answer is broken/,
  },
  'a piece with no length': {
    sends: `${OK}Transfer-Encoding: chunked\r\n\r\nno\r\n`,
    code: 'PROTOCOL',
    message: /answer is broken/,
  },
  'a body too long': { sends: `${OK}\r\n${' '.repeat(1100 * 1024)}`, code: 'PROTOCOL', message: /answer is broken/ },
  'a body cut short': { sends: `${OK}Content-Length: 9\r\n\r\n{}`, ends: 'end', code: 'OFFLINE', message: /broke off/ },
  'half of a piece': {
    sends: `${OK}Transfer-Encoding: chunked\r\n\r\n9\r\n{}`,
    ends: 'end',
    code: 'OFFLINE',
    message: /broke off/,
  },
  'an upgrade': {
    sends: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
    code: 'OFFLINE',
    message: /broke off/,
  },
  'a head cut short': { sends: OK, ends: 'end', code: 'OFFLINE', message: /broke off \(ECONNRESET\)/ },
  nothing: { sends: '', ends: 'end', code: 'OFFLINE', message: /broke off \(ECONNRESET\)/ },
  'a reset': { sends: '', ends: 'resetAndDestroy', code: 'OFFLINE', message: /broke off \(ECONNRESET\)/ },
};

describe('A GET request', () => {
  const { signal } = new AbortController();
  let server: SocketServer;
  let client: HttpClient;
  const get = (path: string, signal: AbortSignal) => client.get(path, signal);
  let received: string[];
  let sockets: Socket[];

  const serve = async (answer: (socket: Socket) => void, timeoutMs = 2000, scheme = 'http') => {
    received = [];
    sockets = [];
    server = await startSocketServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.once('data', (chunk) => {
        received.push(chunk.toString('latin1'));
        answer(socket);
      });
    });
    client = createHttpClient(`${scheme}://127.0.0.1:${server.port}`, timeoutMs);
  };
  const says = (text: string) => (socket: Socket) => void socket.end(text);
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  it('has a connection of its own that closes, and asks for nothing compressed', async () => {
    await serve(says(`${OK}Content-Length: 2\r\n\r\n{}`));
    for (let times = 0; times < 2; times += 1)
      assert.deepEqual(await get('/api/status?filter=amp', signal), { status: 200, text: '{}' });
    assert.equal(sockets.length, 2);
    assert.match(received[1]!, /^GET \/api\/status\?filter=amp HTTP\/1\.1\r\n/);
    assert.match(received[1]!, new RegExp(`^host: 127\\.0\\.0\\.1:${server.port}\r$`, 'im'));
    assert.match(received[1]!, /^connection: close\r$/im);
    assert.doesNotMatch(received[1]!, /encoding/i);
  });

  it('reads characters that come in pieces, and leaves out the mark before them', async () => {
    const body = Buffer.from('\uFEFF{"fna":"Größe 😀"}');
    await serve(async (socket) => {
      socket.setNoDelay().write(`${OK}Content-Length: ${body.length}\r\n\r\n`);
      for (const byte of body) {
        socket.write(Buffer.of(byte));
        await delay(2);
      }
    });
    assert.equal((await get('/', signal)).text, '{"fna":"Größe 😀"}');
  });

  it('takes a body without a length until the connection ends, and none where there is none', async () => {
    await serve(says(`${OK}\r\n{"amp":16}`));
    assert.equal((await get('/', signal)).text, '{"amp":16}');
    await client.close();
    await server.close();
    await serve(says('HTTP/1.1 204 No Content\r\n\r\n'));
    assert.deepEqual(await get('/', signal), { status: 204, text: '' });
  });

  it('takes no more than was announced', async () => {
    await serve(says(`${OK}Content-Length: 2\r\n\r\n{} and more`));
    assert.equal((await get('/', signal)).text, '{}');
    await delay(20);
  });

  it('goes nowhere else than where it was sent', async () => {
    const elsewhere = await scriptedServer((_request, response) => void response.end('{}'));
    await serve(says(`HTTP/1.1 302 Found\r\nLocation: ${elsewhere.url}/\r\nContent-Length: 0\r\n\r\n`));
    assert.equal((await get('/', signal)).status, 302);
    assert.deepEqual(elsewhere.asked, []);
    await elsewhere.close();
  });

  for (const [what, { sends, ends, code, message }] of Object.entries(BROKEN)) {
    it(`that is answered with ${what} fails with ${code}, and leaves no connection`, async () => {
      await serve((socket) => socket.write(sends, () => ends && socket[ends]()));
      await assert.rejects(get('/', signal), { code, message, maybeSent: true });
      await until(() => sockets.every(({ destroyed }) => destroyed), 'the end of the connection');
    });
  }

  for (const [what, head] of Object.entries({
    'with a length': `${OK}Connection: close\r\nContent-Length: 9\r\n\r\n`,
    'in pieces': `${OK}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n`,
    'without a length': `${OK}\r\n`,
  })) {
    it(`whose answer ${what} is reset halfway does not take the half for the whole, and blames no firmware`, async () => {
      await serve((socket) => {
        socket.write(`${head}{"a":1`);
        setTimeout(() => socket.resetAndDestroy(), 50);
      });
      const reset = { code: 'OFFLINE', reason: undefined, message: /broke off \(ECONNRESET\)$/, maybeSent: true };
      await assert.rejects(get('/', signal), reset);
    });
  }

  it('has four seconds for connecting, not half a second more', async () => {
    await serve(() => {}, 10_000, 'https');
    const started = performance.now();
    await assert.rejects(get('/', signal), { reason: 'noAnswer', message: /nothing answers/, maybeSent: false });
    const tookMs = performance.now() - started;
    assert.ok(tookMs > 3900 && tookMs < 4350, `it took ${tookMs} ms`);
  }).timeout(6000);

  it('is not touched by one that was cancelled while it connected', async () => {
    await serve((socket) => void socket.end(`${OK}Content-Length: 2\r\n\r\n{}`));
    const giving = new AbortController();
    const asking = get('/', giving.signal);
    // As where an abort comes out of a promise: the next request is made before the connection has noticed.
    await Promise.resolve();
    giving.abort();
    const next = asking.catch(() => get('/next', signal));
    assert.equal((await next).text, '{}');
    assert.deepEqual(
      received.map((head) => head.split(' ')[1]),
      ['/next'],
    );
  });

  it('frees its connection as soon as it is cancelled', async () => {
    await serve(() => {});
    const giving = new AbortController();
    const asking = assert.rejects(get('/', giving.signal), { code: 'CLOSED', maybeSent: true });
    await until(() => received.length > 0, 'the request');
    giving.abort();
    await asking;
    await until(() => sockets[0]!.destroyed, 'the end of the connection', 500);
    await assert.rejects(get('/', giving.signal), { code: 'CLOSED' });
    assert.equal(sockets.length, 1);
  });

  it('is ended when no more is to be asked, and none is begun', async () => {
    await serve(() => {});
    const asking = assert.rejects(get('/', signal), { code: 'CLOSED', maybeSent: true });
    await until(() => received.length > 0, 'the request');
    await client.close();
    await asking;
    await until(() => sockets[0]!.destroyed, 'the end of the connection', 500);
    await assert.rejects(get('/', signal), { code: 'CLOSED', maybeSent: false });
    assert.equal(sockets.length, 1);
  });

  it('is over after its time, however alive the other side is', async () => {
    await serve((socket) => {
      socket.write(`${OK}Content-Length: 1000\r\n\r\n`);
      const dripping = setInterval(() => socket.write(' '), 50);
      socket.on('close', () => clearInterval(dripping));
    }, 400);
    await assert.rejects(get('/', signal), {
      code: 'TIMEOUT',
      message: /^no answer within \d[.\d]* s$/,
      maybeSent: true,
    });
  });

  it('was not sent where no secure connection came about', async () => {
    await serve(() => {}, 400, 'https');
    const nobody = { code: 'OFFLINE', reason: 'noAnswer', message: /nothing answers at the address/, maybeSent: false };
    await assert.rejects(get('/', signal), nobody);
  });

  describe('on a connection that is kept', () => {
    /** The connection of each request, from 1. */
    let cameOn: number[];
    /** The server's response to the n-th request of a connection. */
    const serveKept = async (answer: (socket: Socket, nth: number) => void) => {
      await serve(() => {});
      await client.close();
      await server.close();
      cameOn = [];
      let connections = 0;
      server = await startSocketServer((socket) => {
        connections += 1;
        const connection = connections;
        let nth = 0;
        socket.on('error', () => {});
        socket.on('data', () => {
          nth += 1;
          cameOn.push(connection);
          answer(socket, nth);
        });
      });
      client = createHttpClient(`http://127.0.0.1:${server.port}`, 2000, { keepAlive: true });
    };
    const answers = (socket: Socket) => socket.write(`${OK}Content-Length: 2\r\n\r\n{}`);

    it('follows another one, until the server closes it', async () => {
      await serveKept((socket, nth) => {
        answers(socket);
        if (nth === 2) socket.end();
      });
      for (let times = 0; times < 4; times += 1) {
        await client.get('/', signal, true);
        await delay(20);
      }
      assert.deepEqual(cameOn, [1, 1, 2, 2]);
    });

    for (const [how, lastWords] of Object.entries({
      ends: '',
      'was idle for too long': 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    })) {
      it(`is sent once more when that ${how} in the same moment; a write has a connection of its own`, async () => {
        await serveKept((socket, nth) => void (nth === 1 ? answers(socket) : socket.end(lastWords)));
        await client.get('/', signal, true);
        assert.equal((await client.get('/', signal, true)).text, '{}');
        assert.deepEqual(cameOn, [1, 1, 2]);
        for (let times = 0; times < 2; times += 1) assert.equal((await get('/api/set', signal)).text, '{}');
        assert.deepEqual(cameOn, [1, 1, 2, 3, 4]);
      });
    }

    it('is not sent once more when a new connection ends without an answer', async () => {
      await serveKept((socket) => void socket.end());
      await assert.rejects(client.get('/', signal, true), { code: 'OFFLINE', message: /broke off/ });
      assert.deepEqual(cameOn, [1]);
    });
  });

  it('finds an IPv6 address and a path before its own', async () => {
    await serve(() => {});
    const own = await scriptedServer((_request, response) => void response.end('{}'));
    const behind = createHttpClient(`${own.url}/behind`, 2000);
    await behind.get('/api/status', signal);
    assert.deepEqual(own.asked, ['/behind/api/status']);
    await behind.close();
    await own.close();
    const isThere = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
    const literal = createHttpClient(`http://[::1]:${own.port}`, 2000);
    await assert.rejects(literal.get('/', signal), {
      code: 'OFFLINE',
      message: isThere ? /connection is refused/ : /address cannot be reached/,
    });
    await literal.close();
  });
});
