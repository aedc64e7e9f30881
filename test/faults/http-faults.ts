/** Faults of the local API and of the cloud: of the network in between, and of what answers. */
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type BlackHole, digBlackHole } from './black-hole';
import type { Connection, Fault } from './fault';
import type { Behaviour } from './faulty-proxy';
import {
  answers,
  answersLate,
  drips,
  endlessly,
  losesTheAnswer,
  mislabels,
  onlyWrites,
  resetsInTheMiddle,
} from './http-behaviours';

const BOTH: readonly Connection[] = ['http', 'cloud'];
/** Codes of a charger that does not answer: they depend on who noticed first. */
const AWAY = 'OFFLINE TIMEOUT';
const JSON_TYPE = 'application/json';

const holes = new WeakMap<object, BlackHole>();

/** Begin and end of a fault that the proxy makes of each connection. */
function through(how: Behaviour): Pick<Fault, 'begin' | 'end'> {
  return { begin: ({ proxy }) => proxy.behave(how), end: ({ proxy }) => proxy.behave() };
}

/** Nothing comes through but what the behaviour makes. */
function broken(name: string, how: Behaviour, codes: string, rest: Partial<Fault> = {}): Fault {
  return { name, on: BOTH, ...through(how), shows: 'offline', reads: codes, writes: codes, ...rest };
}

/** Whatever is asked, this is the answer. */
function answered(name: string, codes: string, ...how: Parameters<typeof answers>): Fault {
  return broken(name, answers(...how), codes);
}

function status(code: number, codes: string, on: readonly Connection[] = BOTH): Fault {
  return { ...answered(`HTTP ${code}`, codes, code, 'text/plain', 'not now'), on };
}

const head = (...fields: string[]) => `${['HTTP/1.1 200 OK', ...fields].join('\r\n')}\r\n`;
const CHUNKED = head(`Content-Type: ${JSON_TYPE}`, 'Transfer-Encoding: chunked', '');
const KILOBYTE = ' '.repeat(1024);
const DEEP = 100_000;
/** Values that would be taken for the charger's, if anybody believed them. */
const PLAUSIBLE = '{"amp":29,"lbr":253,"dwo":5,"car":2}';

export const HTTP_FAULTS: readonly Fault[] = [
  {
    ...broken('name does not resolve', () => {}, 'OFFLINE', { says: /name cannot be resolved/ }),
    fixture: { named: true },
    begin: ({ names, name }) => names.forget(name),
    end: ({ names, name }) => names.know(name),
  },
  {
    ...broken('port closed', () => {}, 'OFFLINE', { says: /connection is refused/ }),
    begin: ({ proxy }) => proxy.shut(),
    end: ({ proxy }) => proxy.open(),
  },
  {
    ...broken('address black-holed', () => {}, AWAY, { says: /nothing answers at the address|no answer/ }),
    async begin({ proxy }) {
      await proxy.shut();
      holes.set(proxy, await digBlackHole(proxy.port));
    },
    async end({ proxy }) {
      await holes.get(proxy)?.close();
      await proxy.open();
    },
  },
  {
    ...broken('accepts and never answers', () => {}, AWAY, { says: /no answer/ }),
    begin: ({ proxy }) => proxy.hold(),
  },
  {
    ...broken('accepts and never answers, with the usual time limit of 10 s', () => {}, AWAY, { says: /no answer/ }),
    begin: ({ proxy }) => proxy.hold(),
    config: { timeout: '' },
  },
  broken('answers after the time limit', answersLate(5000), AWAY, { says: /no answer/ }),
  broken('one byte every half second', drips(head(`Content-Type: ${JSON_TYPE}`, 'Content-Length: 1000', '')), AWAY, {
    says: /no answer/,
  }),
  broken('resets in the middle', resetsInTheMiddle, 'OFFLINE', { says: /broke off/ }),
  broken('the answer to a write comes after the time limit', onlyWrites(answersLate(5000)), '', {
    shows: 'online',
    writes: 'TIMEOUT',
    // A last read may still find it applied.
    comesAndGoes: true,
  }),
  broken('the answer to a write is lost', onlyWrites(losesTheAnswer), '', { shows: 'online' }),

  answered('truncated JSON', 'PROTOCOL', 200, JSON_TYPE, PLAUSIBLE.slice(0, -1)),
  answered('JSON array', 'PROTOCOL', 200, JSON_TYPE, `[${PLAUSIBLE}]`),
  answered('JSON string', 'PROTOCOL', 200, JSON_TYPE, JSON.stringify(PLAUSIBLE)),
  answered('JSON number', 'PROTOCOL', 200, JSON_TYPE, '29'),
  answered('deeply nested JSON', 'PROTOCOL', 200, JSON_TYPE, `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`),
  answered('a deeply nested value', 'PROTOCOL', 200, JSON_TYPE, `{"amp":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`),
  answered('{}', 'PROTOCOL', 200, JSON_TYPE, '{}'),
  answered('HTML from another device', 'PROTOCOL', 200, 'text/html', '<html><title>Log in</title></html>'),
  answered('301 to elsewhere', 'PROTOCOL', 301, 'text/html', '', ['Location: http://127.0.0.1:9/api/status']),
  broken('50 MB', endlessly(head(`Content-Type: ${JSON_TYPE}`, 'Content-Length: 52428800', ''), KILOBYTE), 'PROTOCOL'),
  broken('endless chunked body', endlessly(`${CHUNKED}400\r\n${KILOBYTE}\r\n`, `400\r\n${KILOBYTE}\r\n`), 'PROTOCOL'),
  broken('header flood', endlessly(head(), `X-Flood: ${KILOBYTE}\r\n`), 'PROTOCOL'),
  answered('gzip bomb', 'PROTOCOL', 200, JSON_TYPE, gzipSync(Buffer.alloc(100 * 1024 * 1024, 32)), [
    'Content-Encoding: gzip',
  ]),
  { ...broken('wrong content type', mislabels, ''), shows: 'online' },

  status(400, 'PROTOCOL'),
  status(401, 'AUTH', ['http']),
  { ...status(401, 'AUTH', ['cloud']), healsWithinMs: 62_000 },
  status(403, 'AUTH', ['http']),
  { ...status(403, 'OFFLINE', ['cloud']), healsWithinMs: 20_000 },
  status(404, 'PROTOCOL'),
  status(422, 'PROTOCOL', ['http']),
  // The cloud answers 422 to what it refuses.
  { ...status(422, 'PROTOCOL', ['cloud']), writes: 'PROTOCOL REFUSED' },
  status(429, 'OFFLINE', ['http']),
  { ...status(429, 'OFFLINE', ['cloud']), healsWithinMs: 25_000 },
  status(500, 'PROTOCOL', ['http']),
  status(500, 'OFFLINE', ['cloud']),
  status(502, 'OFFLINE'),
  status(503, 'OFFLINE'),

  {
    ...broken('another charger at the address', () => {}, 'OFFLINE', { says: /serial number 9\d+, and not \d+/ }),
    async begin({ proxy, neighbour }) {
      await proxy.shut();
      proxy.target = (await neighbour()).port;
      // No device takes over an address in the same moment.
      await delay(3000);
      await proxy.open();
    },
    end({ proxy, ownPort }) {
      proxy.target = ownPort;
    },
  },
  {
    ...broken('port closed every other moment', () => {}, AWAY, {
      comesAndGoes: true,
      shows: 'either',
      lastsMs: 12_000,
    }),
    begin({ proxy, again }) {
      again(1500, async () => {
        await proxy.shut();
        await delay(1500);
        await proxy.open();
      });
    },
    end: ({ calm }) => calm(),
  },
];
