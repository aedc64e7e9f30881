/** Behaviours of a connection that should have carried an HTTP answer. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Behaviour } from './faulty-proxy';

/** Answers everything with this, whoever asks for what. */
export function answers(
  status: number,
  type: string,
  body: string | Buffer,
  fields: readonly string[] = [],
): Behaviour {
  return (socket) => {
    const head = [`HTTP/1.1 ${status} Words`, `Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`];
    socket.write(`${[...head, ...fields, 'Connection: close'].join('\r\n')}\r\n\r\n`);
    socket.end(body);
    // Data that comes late must not make the kernel reset the connection.
    socket.resume();
  };
}

/** A valid beginning, then the same again until the other side has had enough. */
export function endlessly(start: string, piece: string): Behaviour {
  return (socket) => {
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on('drain', more);
    socket.write(start);
    more();
  };
}

/** Alive, and in no hurry. */
export function drips(start: string): Behaviour {
  return async (socket) => {
    socket.write(start);
    while (!socket.destroyed) {
      await delay(500);
      socket.write(' ');
    }
  };
}

/** The charger answers, and the network takes its time. */
export function answersLate(ms: number): Behaviour {
  return (_socket, _request, pass) =>
    pass((inside, socket) => {
      inside.on('data', async (chunk) => {
        await delay(ms);
        socket.write(chunk);
      });
      inside.on('end', async () => {
        await delay(ms);
        socket.end();
      });
    });
}

/** The charger has received the request, and its answer is lost with the connection. */
export const losesTheAnswer: Behaviour = (_socket, _request, pass) =>
  pass((inside, socket) => inside.once('data', () => socket.resetAndDestroy()));

/** Half of the answer, then the end of the connection. */
export const resetsInTheMiddle: Behaviour = (_socket, _request, pass) =>
  pass((inside, socket) =>
    inside.once('data', (chunk: Buffer) => {
      socket.write(chunk.subarray(0, chunk.length - 10), () => socket.resetAndDestroy());
    }),
  );

/** The answer of the charger, with another content type than it gave. */
export const mislabels: Behaviour = (_socket, _request, pass) =>
  pass((inside, socket) => {
    inside.once('data', (chunk: Buffer) => {
      socket.write(chunk.toString('latin1').replace('application/json', 'image/png'), 'latin1');
      inside.pipe(socket);
    });
  });

/** Only what is written fares so. */
export function onlyWrites(how: Behaviour): Behaviour {
  return (socket, request, pass) => (request.startsWith('GET /api/set') ? how(socket, request, pass) : pass());
}
