import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { probe } from '../../lib/probe';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

const VALUES = { sse: '123456', fwv: '60.1', typ: 'go-eCharger', car: 1, amp: 16 };

/** A charger that answers as `answer` says from the start, or after it has answered properly once. */
function useCharger() {
  const it = {
    server: undefined as unknown as ScriptedServer,
    charger: undefined as unknown as Charger,
    async start(answer: ScriptedServer['answer'], worksFirst = false) {
      it.server = await scriptedServer(worksFirst ? plainCharger(VALUES) : answer);
      it.charger = createCharger({ name: 'Garage', connection: 'http', host: it.server.url, timeoutS: 2 });
      if (worksFirst) await it.charger.read(['amp'], 'charger');
      it.server.answer = answer;
    },
  };
  afterEach(async () => {
    await it.charger.close();
    await it.server.close();
  });
  return it;
}

const says =
  (status: number, text: string): ScriptedServer['answer'] =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'text/html', connection: 'close' }).end(text);
const NO_PATH = says(404, 'Nothing matches the given URI');

quirk(
  {
    topic: 'Reading',
    seen: 'Firmware 60.1 answers 404 after some minutes, although the API is switched on, until the charger is restarted.',
    sources: ['goecharger/go-eCharger-API-v2#287'],
    here: 'An API that answered before and is missing now is reported as gone, with the restart as remedy; one that never answered is reported as switched off.',
  },
  () => {
    const it_ = useCharger();

    it('says that a restart helps where the API answered before', async () => {
      await it_.start(NO_PATH, true);
      const died = {
        code: 'OFFLINE',
        reason: 'apiDied',
        message: /answered before, but no longer does; restart the charger/,
      };
      await assert.rejects(it_.charger.read(['amp'], 'charger'), died);
      await assert.rejects(it_.charger.write({ amp: 10 }, 'accepted'), /restart the charger/);
      const report = await probe({ connection: 'http', host: it_.server.url });
      assert.ok(!report.ok && report.reason === 'apiDied' && report.remedy === 'restartCharger');
    });

    it('says that the API is switched off where it never answered', async () => {
      await it_.start(NO_PATH);
      const off = {
        code: 'OFFLINE',
        reason: 'apiOff',
        message: /API v2 is switched off; switch it on .*; if it is already on, restart/,
      };
      await assert.rejects(it_.charger.read(['amp'], 'charger'), off);
    });

    it('names both remedies for a 404 in other words, and the address alone for a web page', async () => {
      await it_.start(says(404, 'Not found'));
      await assert.rejects(it_.charger.read(['amp'], 'charger'), {
        code: 'PROTOCOL',
        message: /API v2 is switched off \(HTTP 404 with “Not found”\); check the address; .*switch the API on/,
      });
      it_.server.answer = says(404, '<html>Router</html>');
      const page = { code: 'PROTOCOL', reason: 'otherDevice', message: /not a charger .*check the address$/ };
      await assert.rejects(it_.charger.read(['amp'], 'charger'), page);
    });

    it('is read again as soon as it answers', async () => {
      await it_.start(NO_PATH, true);
      it_.charger.watch(['amp'], { changed: () => {} });
      await until(() => it_.charger.availability.state === 'offline', 'offline', 15_000);
      it_.server.answer = plainCharger({ ...VALUES, amp: 20 });
      await until(() => it_.charger.known('amp')?.value === 20, 'the new value', 15_000);
    });
  },
);

quirk(
  {
    topic: 'Reading',
    seen: 'Firmware 055.5 answers JSON that breaks off in the middle until the charger is restarted.',
    sources: ['goecharger/go-eCharger-API-v2#170'],
    here: 'An answer that breaks off is reported as such, with restart and update as remedies, and not as a wrong address.',
  },
  () => {
    const it_ = useCharger();
    const cut = {
      reason: 'brokenAnswer',
      message: /breaks off in the middle .*restart the charger, and update its firmware/,
    };

    for (const body of [
      '{"sse":"123456","amp":1',
      '{"sse":"123456","fna":"Gar',
      '{',
      '{"sse":"123456","cards":[{"name":"a"},',
    ])
      it(`says so for ${body}`, async () => {
        await it_.start(says(200, body));
        await assert.rejects(it_.charger.read(['amp'], 'charger'), { code: 'PROTOCOL', ...cut });
        const report = await probe({ connection: 'http', host: it_.server.url });
        assert.ok(!report.ok && report.reason === 'brokenAnswer' && report.remedy === 'restartAndUpdate');
        assert.ok(!JSON.stringify(report).includes('123456'), 'what answered is not quoted');
      });

    it('says so where the connection ends before the length that was announced', async () => {
      await it_.start((_request, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('{"sse":"12345', () => response.destroy());
      });
      const broke = {
        code: 'OFFLINE',
        reason: 'brokenAnswer',
        message: /broke off in the middle of the answer; restart/,
      };
      await assert.rejects(it_.charger.read(['amp'], 'charger'), broke);
    });

    it('says so for an empty answer of what has answered as a charger', async () => {
      await it_.start(says(200, ''), true);
      await assert.rejects(it_.charger.read(['amp'], 'charger'), { code: 'PROTOCOL', ...cut });
    });

    it('does not send people to the address when a charger says in words of its own that something went wrong', async () => {
      await it_.start(says(500, 'Internal error'), true);
      await assert.rejects(it_.charger.read(['amp'], 'charger'), {
        code: 'PROTOCOL',
        message: /^Garage: the charger cannot answer just now \(HTTP 500 with “Internal error”\); restart it/,
      });
      it_.server.answer = says(200, '<html>Router</html>');
      await assert.rejects(it_.charger.read(['amp'], 'charger'), { message: /not a charger .*check the address$/ });
    });

    it('does not say so for a page, and not for whole JSON of something else', async () => {
      for (const body of ['<html>', '[1,2', 'true', '{}'] as const) {
        await it_.start(says(200, body));
        await assert.rejects(
          it_.charger.read(['amp'], 'charger'),
          ({ reason }: { reason?: string }) => reason !== 'brokenAnswer',
        );
        await it_.charger.close();
        await it_.server.close();
      }
    });
  },
);
