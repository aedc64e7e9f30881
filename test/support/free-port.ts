/** Free ports, chosen by the system, for servers that cannot choose one themselves. */
import { createServer } from 'node:net';

const ATTEMPTS = 5;

/** A port on which nobody listens just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Starts a server on a free port. Until it listens, somebody else may have been given the same port: then another is tried. */
export async function onFreePort<Started>(start: (port: number) => Promise<Started>): Promise<[number, Started]> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return [port, await start(port)];
    } catch (error) {
      if (attempt === ATTEMPTS || !/in use|EADDRINUSE/.test(String(error))) throw error;
    }
  }
}
