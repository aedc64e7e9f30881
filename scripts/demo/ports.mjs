/** Search for a free port of this machine, from a preferred one on. */
import { createServer } from 'node:net';

/** The first free port from the preferred one on. @throws Error when the preferred port is no port, or none of the hundred after it is free */
export async function freePort(preferred, host = '127.0.0.1') {
  if (!Number.isInteger(preferred) || preferred < 1 || preferred > 65535) {
    throw new Error(`PORT must be a number between 1 and 65535, not ${preferred}`);
  }
  for (let port = preferred; port <= Math.min(preferred + 100, 65535); port++) {
    if (await isFree(port, host)) return port;
  }
  throw new Error(`No free port from ${preferred} on`);
}

function isFree(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
