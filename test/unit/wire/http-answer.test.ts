import assert from 'node:assert/strict';
import { BrokenAnswer, createAnswerReader, type HttpAnswer } from '../../../lib/wire/http-answer';

const OK = 'HTTP/1.1 200 OK\r\n';
const PIECES = `${OK}transfer-encoding: Chunked\r\n\r\n`;
const AMP = { status: 200, text: '{"amp":16}' };

/** How a server may say the same. */
const WHOLE: Record<string, string> = {
  'a length': `${OK}Server: x\r\ncontent-length:10\r\n\r\n{"amp":16}`,
  pieces: `${PIECES}4\r\n{"am\r\n6\r\np":16}\r\n0\r\n\r\n`,
  'pieces with words beside them': `${PIECES}A;why="\r"\r\n{"amp":16}\r\n000\r\nX-Sum: 16\r\n\r\n`,
  'something in between before it': `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${OK}Content-Length: 10\r\n\r\n{"amp":16}`,
};

const BROKEN: Record<string, string> = {
  'a status that is none': 'HTTP/1.1 OK\r\n\r\n',
  'a line without a name': `${OK}: 2\r\n\r\n{}`,
  'a length and pieces': `${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
  'a length that is none': `${OK}Content-Length: -2\r\n\r\n{}`,
  'a form that nobody asked for': `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n`,
  'a piece longer than it said': `${PIECES}2\r\n{}}\r\n`,
  'a length without end': PIECES + '0'.repeat(300),
  'a piece of more than can be': `${PIECES}fffffffff\r\n`,
};

/** Reads a text that comes in cut at these places. */
function read(text: string, ...cuts: number[]): HttpAnswer | undefined {
  const reader = createAnswerReader();
  const bytes = Buffer.from(text);
  const places = [0, ...cuts, bytes.length];
  let answer: HttpAnswer | undefined;
  for (const [at, place] of places.slice(1).entries()) {
    assert.equal(answer, undefined, `whole before ${places[at]} of ${bytes.length} bytes`);
    answer = reader.take(bytes.subarray(places[at], place));
  }
  return answer ?? reader.ended();
}

describe('An answer', () => {
  for (const [how, text] of Object.entries(WHOLE)) {
    it(`is read with ${how}, wherever it is cut`, () => {
      assert.deepEqual(read(text), AMP);
      for (let cut = 1; cut < text.length; cut += 1) assert.deepEqual(read(text, cut), AMP, `cut at ${cut}`);
      assert.deepEqual(read(text, ...Array.from({ length: text.length - 1 }, (_, at) => at + 1)), AMP);
    });
  }

  it('is whole before the connection ends, and where nothing says how long it is only then', () => {
    assert.deepEqual(createAnswerReader().take(Buffer.from(WHOLE.pieces!)), AMP);
    const reader = createAnswerReader();
    assert.equal(reader.take(Buffer.from(`HTTP/1.0 200\r\n\r\n${AMP.text}`)), undefined);
    assert.deepEqual(reader.ended(), AMP);
  });

  it('is none where the connection ends before it is whole', () => {
    for (const text of Object.values(WHOLE))
      for (let cut = 0; cut < text.length; cut += 1) {
        const reader = createAnswerReader();
        assert.equal(reader.take(Buffer.from(text.slice(0, cut))), undefined, `cut at ${cut}`);
        assert.equal(reader.ended(), undefined, `ended at ${cut}`);
      }
  });

  for (const [what, text] of Object.entries(BROKEN)) {
    it(`with ${what} is broken`, () => {
      assert.throws(() => read(text), BrokenAnswer);
      assert.throws(() => read(text, Math.floor(text.length / 2)), BrokenAnswer);
    });
  }
});
