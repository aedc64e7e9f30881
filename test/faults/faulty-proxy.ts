/** Faulty TCP proxy in front of a charger or a broker: it plays the faults of a network. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Certificate } from '../support/certificates';

/**
 * Behaviour towards one connection.
 * @param request what came first, up to the end of an HTTP head
 * @param pass passes the connection on after all, with this way back instead of the usual one
 */
export type Behaviour = (socket: Socket, request: string, pass: (back?: WayBack) => void) => void;
type WayBack = (inside: Socket, socket: Socket) => void;

export interface FaultyProxy {
  readonly port: number;
  /** Port that connections are passed on to. */
  target: number;
  /** Ids of the MQTT clients that connected through here. */
  readonly clientIds: readonly string[];
  /** Sets the behaviour towards new connections; without one they are passed on. */
  behave(how?: Behaviour): void;
  /** Takes them in and says nothing, not even that it has read. */
  hold(): void;
  /** Cuts every connection there is. */
  cut(): void;
  /** Nobody listens at the port any more, and all connections are cut. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** Changes the certificate of a proxy that speaks TLS. */
  show(certificate: Certificate): void;
  close(): Promise<void>;
}

/** @param certificate makes it a proxy that speaks TLS */
export async function startFaultyProxy(certificate?: Certificate): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  const clientIds: string[] = [];
  let behaviour: Behaviour | undefined;
  let holding = false;
  let shown = certificate;
  let port = 0;
  let server: Server | TlsServer | undefined;

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  }

  function enter(socket: Socket): void {
    keep(socket);
    if (holding) {
      socket.pause();
      return;
    }
    const now = behaviour;
    let received = Buffer.alloc(0);
    socket.on('data', function first(chunk: Buffer) {
      received = Buffer.concat([received, chunk]);
      if (now && !received.includes('\r\n\r\n')) return;
      socket.off('data', first);
      socket.pause();
      const pass = (back?: WayBack) => passOn(socket, received, back);
      if (now) now(socket, received.toString('latin1'), pass);
      else pass();
    });
  }

  function passOn(socket: Socket, received: Buffer, back?: WayBack): void {
    if (socket.destroyed) return;
    const clientId = /goe-[0-9a-f]+/.exec(received.toString('latin1'))?.[0];
    if (received[0] === 0x10 && clientId) clientIds.push(clientId);
    const inside = connect(proxy.target, '127.0.0.1');
    keep(inside);
    inside.write(received);
    socket.pipe(inside);
    socket.on('close', () => inside.destroy());
    if (back) {
      back(inside, socket);
      return;
    }
    inside.pipe(socket);
    inside.on('close', () => socket.destroy());
  }

  async function open(): Promise<void> {
    server = shown ? createTlsServer(shown, enter) : createServer(enter);
    // A client that does not trust the certificate goes away.
    server.on('tlsClientError', () => {});
    const listening = server;
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', resolve);
    });
    port = (listening.address() as { port: number }).port;
  }

  async function shut(): Promise<void> {
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server = undefined;
    cut();
    await closed;
  }

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  const proxy: FaultyProxy = {
    get port() {
      return port;
    },
    target: 0,
    clientIds,
    behave(how) {
      behaviour = how;
      holding = false;
    },
    hold() {
      holding = true;
    },
    cut,
    shut,
    open,
    show(next) {
      shown = next;
      if (server && 'setSecureContext' in server) server.setSecureContext(next);
    },
    close: shut,
  };
  await open();
  return proxy;
}
