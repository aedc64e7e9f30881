/** A TCP server for something that takes sockets, such as an embedded broker. */
import { createServer, type Socket } from 'node:net';

export interface SocketServer {
  readonly port: number;
  /** Cuts all connections and stops listening. */
  close(): Promise<void>;
}

/** @param port 0 picks a free one */
export async function startSocketServer(handle: (socket: Socket) => void, port = 0): Promise<SocketServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    handle(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}
