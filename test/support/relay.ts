/** TCP proxy in front of a server, on a port of its own: counts the connections, and can cut them. */
import { connect, createServer, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  /** Connections that were ever made, and those open now. */
  readonly made: number;
  readonly open: number;
  /** Ends all connections; new ones are let in. */
  cut(): void;
  close(): Promise<void>;
}

/** @param target port on 127.0.0.1 */
export async function startRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let made = 0;
  let open = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((inside) => {
    made += 1;
    open += 1;
    const outside = connect(target, '127.0.0.1');
    keep(inside);
    keep(outside);
    inside.pipe(outside).pipe(inside);
    inside.on('close', () => {
      open -= 1;
      outside.destroy();
    });
    outside.on('close', () => inside.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    port,
    get made() {
      return made;
    },
    get open() {
      return open;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}
