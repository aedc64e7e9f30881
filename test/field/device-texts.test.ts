import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

const VALUES = { sse: '123456', fwv: '60.5', typ: 'go-eCharger', car: 1, amp: 16 };
const NASTY = `amp: no\r\n\u001b[31m\u202Eesrever\u202C\u2028\u0000${'x'.repeat(100_000)}`;
const PLAIN = /^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u;

quirk(
  {
    topic: 'Messages and load',
    seen: 'A refusal holds line feeds, escape sequences or marks that reverse the direction of writing, or has no end.',
    sources: ['tried against 0.3.0'],
    here: 'Texts of a device become one line of plain text of limited length, in errors, in the log and in a status.',
  },
  () => {
    let server: ScriptedServer;
    let charger: Charger;
    const answers: Record<string, ScriptedServer['answer']> = {
      'a refusal': (_request, response) => void response.writeHead(500).end(JSON.stringify({ amp: NASTY })),
      'a refusal that is no text': (_request, response) =>
        void response.writeHead(500).end(JSON.stringify({ amp: { [NASTY]: NASTY } })),
      'no answer of a charger': (_request, response) => void response.writeHead(418).end(NASTY),
      'the count of old firmware': (_request, response) =>
        void response.writeHead(500).end(`0 succeeded and 1 failed. ${NASTY}`),
    };
    const isPlain = (error: Error) => {
      assert.match(error.message, PLAIN);
      assert.match(error.message, /Garage: /);
      assert.ok(error.message.length < 600, `${error.message.length} characters`);
      return true;
    };

    for (const connection of ['http', 'cloud'] as const)
      for (const [what, answer] of Object.entries(answers))
        it(`is bounded and plain in an error over ${connection}: ${what}`, async () => {
          server = await scriptedServer((request, response) =>
            (request.url?.startsWith('/api/set') ? answer : plainCharger({ ...VALUES }))(request, response),
          );
          const where =
            connection === 'http' ? { host: server.url } : { serial: '123456', token: 'canary', cloudUrl: server.url };
          charger = createCharger({ name: 'Garage', connection, ...where, timeoutS: 2 });
          try {
            await assert.rejects(charger.write({ amp: 10 }, 'readback'), isPlain);
            // JSON counts as values, whatever the status code says.
            if (what.startsWith('a refusal') && connection === 'http') return;
            server.answer = answer;
            await assert.rejects(charger.read(['amp'], 'charger'), isPlain);
          } finally {
            await charger.close();
            await server.close();
          }
        });

    it('is bounded and plain where it is the value that a write has not changed', async () => {
      const plain = plainCharger({ ...VALUES, fna: NASTY });
      server = await scriptedServer((request, response) =>
        request.url?.startsWith('/api/set') ? response.end('{"fna":true}') : plain(request, response),
      );
      charger = createCharger({ name: 'Garage', connection: 'http', host: server.url, timeoutS: 1 });
      try {
        await assert.rejects(charger.write({ fna: 'Garage' }, 'readback'), (error: Error) => {
          assert.match(error.message, /it still reads "amp: no/);
          return isPlain(error);
        });
      } finally {
        await charger.close();
        await server.close();
      }
    });
  },
);
