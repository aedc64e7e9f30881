import assert from 'node:assert/strict';
import { createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createHttpApi } from '../../../lib/transport/http/http';
import { useBroker } from '../../../lib/transport/mqtt/broker';
import { isTlsError } from '../../../lib/transport/tls-error';
import type { TransportError } from '../../../lib/transport/transport';
import { createIssuer } from '../../support/certificates';
import { until } from '../../support/until';

const unknown = createIssuer('Nobody').issue(['127.0.0.1'], new Date(Date.now() + 86_400_000));

/** Node.js: x509 certificate error codes, and errors of its tls module. */
const CODES = [
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'EPROTO',
];
const OTHER_CODES = ['', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'UND_ERR_SOCKET', '5'];

/** Servers with a certificate that cannot be trusted. */
const SERVERS: Record<string, () => Server> = {
  'a certificate of an unknown issuer': () => createTlsServer(unknown),
  'no certificate and no TLS': () => createPlainServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
};

describe('The codes of no secure connection', () => {
  it('are those of Node.js and of OpenSSL, and no others', () => {
    for (const code of CODES) assert.equal(isTlsError(code), true, code);
    for (const code of OTHER_CODES) assert.equal(isTlsError(code), false, code);
  });
});

describe('No secure connection', () => {
  let server: Server;
  let port: number;
  const sockets = new Set<Socket>();

  const start = async (make: () => Server) => {
    server = make();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  };
  afterEach(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await closed;
  });

  for (const [what, make] of Object.entries(SERVERS)) {
    it(`to a charger is named as such: ${what}`, async () => {
      await start(make);
      const transport = createHttpApi(`https://127.0.0.1:${port}`, 2000);
      try {
        const asking = transport.ask(new Set(['amp']), new AbortController().signal);
        await assert.rejects(asking, { code: 'OFFLINE', reason: 'tls', message: /^no secure connection \(\w+\)/ });
      } finally {
        await transport.close();
      }
    });

    it(`to a broker is named as such: ${what}`, async () => {
      await start(make);
      const errors: TransportError[] = [];
      const url = `mqtts://127.0.0.1:${port}`;
      const broker = useBroker({ url }, { connected() {}, disconnected: (error) => errors.push(error) });
      try {
        await until(() => errors.length > 0, 'an error');
        assert.equal(errors[0]?.reason, 'tls');
        assert.match(errors[0]!.message, /check the TLS configuration/);
      } finally {
        await broker.release();
      }
    });
  }
});
