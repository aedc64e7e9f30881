/**
 * Reads the one answer of a connection as it comes in: a head, and a body that has a length, comes in pieces or lasts until
 * the connection ends [RFC 9112]. That is all there is to read where each request has a connection of its own; Node.js's
 * own client, which is made for everything else, took a quarter of the time of a whole poll.
 */
export interface HttpAnswer {
  status: number;
  text: string;
}

export interface AnswerReader {
  /**
   * Takes what came in.
   * @returns the answer as soon as it is whole; what comes behind it is no part of it
   * @throws BrokenAnswer, or another error where no answer will come any more
   */
  take(data: Buffer): HttpAnswer | undefined;
  /** @returns the answer, where the end of the connection is the end of it */
  ended(): HttpAnswer | undefined;
}

/** It is no HTTP, or too long. */
export class BrokenAnswer extends Error {}

const SWITCHING_PROTOCOLS = 101;
const BEGINNING = 'HTTP/1.';
const HEAD_END = '\r\n\r\n';
const MAX_HEAD_BYTES = 16 * 1024;
/** A full status is 20 to 60 kB; more than this is not a charger. */
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_LENGTH_LINE = 256;

const NOTHING = Buffer.alloc(0);
const UTF8 = new TextDecoder();

interface Head {
  status: number;
  /** Bytes of the body, that it comes in pieces, or neither: then it lasts as long as the connection. */
  body: number | 'pieces' | undefined;
}

/** @returns true when the body is whole */
type TakeBody = (data: Buffer) => boolean;

export function createAnswerReader(): AnswerReader {
  let begun: Buffer = NOTHING;
  let head: Head | undefined;
  let takeBody: TakeBody = () => false;
  const parts: Buffer[] = [];
  let size = 0;

  const keep = (part: Buffer) => {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new BrokenAnswer('a body without end');
    parts.push(part);
  };
  const answer = ({ status }: Head): HttpAnswer => ({
    status,
    text: UTF8.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts)),
  });

  /** @returns what came behind the head, once that is whole */
  function takeHead(data: Buffer): Buffer | undefined {
    begun = begun.length === 0 ? data : Buffer.concat([begun, data]);
    if (!BEGINNING.startsWith(begun.toString('latin1', 0, BEGINNING.length))) throw new BrokenAnswer('no HTTP');
    const end = begun.indexOf(HEAD_END);
    if ((end < 0 ? begun.length : end) > MAX_HEAD_BYTES) throw new BrokenAnswer('a head without end');
    if (end < 0) return undefined;
    const rest = begun.subarray(end + HEAD_END.length);
    const found = headIn(begun.toString('latin1', 0, end));
    begun = NOTHING;
    if (found.status === SWITCHING_PROTOCOLS) throw new Error('the connection goes on with another protocol');
    // What is merely said in between [RFC 9110, 15.2].
    if (found.status < 200) return takeHead(rest);
    head = found;
    takeBody = bodyOf(found, keep);
    return rest;
  }

  return {
    take(data) {
      const rest = head ? data : takeHead(data);
      return rest && head && takeBody(rest) ? answer(head) : undefined;
    },
    ended: () => (head && head.body === undefined ? answer(head) : undefined),
  };
}

/** @throws BrokenAnswer where it is no head, or does not say where the body ends */
function headIn(text: string): Head {
  const [first, ...lines] = text.split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first!)?.[1]);
  if (!status) throw new BrokenAnswer('no status');
  let body: Head['body'];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new BrokenAnswer('a line without a name');
    const name = line.slice(0, colon).toLowerCase();
    if (name !== 'content-length' && name !== 'transfer-encoding') continue;
    const value = line.slice(colon + 1).trim();
    // Said twice, or in two ways, it is not known which of them counts.
    if (body !== undefined) throw new BrokenAnswer('two lengths');
    if (name === 'content-length' && /^\d{1,15}$/.test(value)) body = Number(value);
    else if (name === 'transfer-encoding' && value.toLowerCase() === 'chunked') body = 'pieces';
    else throw new BrokenAnswer('a length that is none');
  }
  return { status, body: status === 204 || status === 304 ? 0 : body };
}

function bodyOf({ body }: Head, keep: (part: Buffer) => void): TakeBody {
  if (body === 'pieces') return pieces(keep);
  if (body === undefined)
    return (data) => {
      keep(data);
      return false;
    };
  let missing = body;
  return (data) => {
    keep(data.subarray(0, missing));
    missing -= Math.min(data.length, missing);
    return missing === 0;
  };
}

/** Pieces, each behind a line with its length, until one of no length and a line with nothing in it. */
function pieces(keep: (part: Buffer) => void): TakeBody {
  /** Of the piece that comes in; 0 between two of them. */
  let missing = 0;
  let line = '';
  let expected: 'length' | 'line break' | 'end' = 'length';

  function lineEnded(): void {
    const text = line.replace(/\r$/, '');
    line = '';
    if (expected === 'length') {
      const length = /^([\da-f]{1,8})\s*(?:;|$)/i.exec(text)?.[1];
      if (length === undefined) throw new BrokenAnswer('a piece with no length');
      missing = Number.parseInt(length, 16);
      expected = missing > 0 ? 'line break' : 'end';
    } else if (text !== '') throw new BrokenAnswer('a piece longer than it said');
    else expected = 'length';
  }

  return (data) => {
    for (let at = 0; at < data.length; ) {
      if (missing > 0) {
        const part = data.subarray(at, at + missing);
        keep(part);
        missing -= part.length;
        at += part.length;
        continue;
      }
      const end = data.indexOf('\n', at);
      const next = end < 0 ? data.length : end + 1;
      line += data.toString('latin1', at, end < 0 ? next : end);
      if (line.length > MAX_LENGTH_LINE) throw new BrokenAnswer('a line without end');
      at = next;
      if (end < 0) continue;
      // Lines before the last, empty one say something that nobody asked for.
      if (expected !== 'end') lineEnded();
      else if (line === '' || line === '\r') return true;
      else line = '';
    }
    return false;
  };
}
