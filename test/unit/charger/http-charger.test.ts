import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Change, type Charger, type ChargerOptions, createCharger } from '../../../lib/charger';
import { filterOf, plainCharger, type ScriptedServer, scriptedServer } from '../../support/scripted-server';
import { until } from '../../support/until';

describe('A charger on local HTTP', () => {
  let server: ScriptedServer;
  let charger: Charger;
  let values: Record<string, unknown>;
  const changes: Change[] = [];

  beforeEach(async () => {
    values = {
      sse: '123456',
      fwv: '055.7',
      typ: 'go-eCharger',
      rbc: 3,
      rbt: 100_000,
      amp: 16,
      car: 1,
      frc: 0,
      nrg: Array(16).fill(0),
      psm: 2,
    };
    server = await scriptedServer(plainCharger(values));
    changes.length = 0;
  });
  afterEach(async () => {
    await charger.close();
    await server.close();
  });
  const connect = (options: Partial<ChargerOptions> = {}): Charger => {
    charger = createCharger({
      name: 'Garage',
      connection: 'http',
      host: server.url,
      pollIntervalS: 0.3,
      timeoutS: 3,
      ...options,
    });
    return charger;
  };
  const collect = { changed: (more: Change[]) => changes.push(...more) };
  // biome-ignore lint/suspicious/noExplicitAny: the tests read own properties of what was thrown
  const failure = (promise: Promise<unknown>): Promise<any> =>
    promise.then(
      () => assert.fail('it went well'),
      (error) => error,
    );

  it('asks for nothing without a subscription', async () => {
    connect();
    await delay(500);
    assert.deepEqual(server.asked, []);
    assert.equal(charger.availability.state, 'idle');
  });

  it('polls only the keys that are wanted, all in one request', async () => {
    connect();
    charger.watch(['amp', 'nrg.powerTotal'], collect);
    charger.watch(['car', 'amp'], collect);
    await until(() => server.asked.length >= 4, 'some polls');
    const polls = server.asked.slice(1).map((path) => filterOf(path));
    for (const keys of polls) assert.deepEqual(new Set(keys), new Set(['amp', 'nrg', 'car', 'sse']));
    assert.equal(server.mostAtOnce, 1);
    assert.equal(server.connections, server.asked.length, 'each request has a connection of its own');
  });

  it('stops polling after the last subscription', async () => {
    connect();
    const stop = charger.watch(['amp'], collect);
    await until(() => changes.length > 0, 'a value');
    stop();
    await delay(50);
    const asked = server.asked.length;
    await delay(700);
    assert.equal(server.asked.length, asked);
  });

  it('notifies of a change once, with the value before', async () => {
    connect();
    charger.watch(['amp'], collect);
    await until(() => changes.length === 1, 'the first value');
    values.amp = 10;
    await until(() => changes.length === 2, 'the change');
    await delay(400);
    assert.deepEqual(
      changes.map(({ name, value, previous }) => [name, value, previous]),
      [
        ['amp', 16, undefined],
        ['amp', 10, 16],
      ],
    );
  });

  it('confirms a write by reading it back', async () => {
    connect();
    const outcome = await charger.write({ amp: '10' }, 'readback');
    assert.deepEqual(outcome.get('amp'), { outcome: 'confirmed', value: 10, previous: 16 });
    assert.equal(values.amp, 10);
  });

  it('gives the value before an accepted write where it was asked of late, and nothing where it may be old', async () => {
    connect();
    const accepted = async (amp: number) => (await charger.write({ amp }, 'accepted')).get('amp')?.previous;
    await charger.read(['amp'], 'charger');
    assert.equal(await accepted(10), 16);
    values.amp = 8;
    await delay(700);
    assert.equal(charger.known('amp')?.value, 16);
    assert.equal(await accepted(12), undefined);
  });

  it('does not send a value that the charger has already', async () => {
    connect();
    const outcome = await charger.write({ amp: 16 }, 'readback');
    assert.deepEqual(outcome.get('amp'), { outcome: 'unchanged', value: 16, previous: 16 });
    assert.equal(server.asked.filter((path) => path.startsWith('/api/set')).length, 0);
  });

  it('sends several keys in one request, each as JSON', async () => {
    Object.assign(values, { fna: 'old', cid: '#000000' });
    connect();
    await charger.write({ amp: 8, fna: 'Über+&#"😀', cid: '#00FF80' }, 'readback');
    const sets = server.asked.filter((path) => path.startsWith('/api/set'));
    assert.equal(sets.length, 1);
    assert.deepEqual([values.amp, values.fna, values.cid], [8, 'Über+&#"😀', '#00FF80']);
  });

  it('sends nothing when one of several values is invalid, and names every key', async () => {
    connect();
    const error = await failure(charger.write({ amp: 5, psm: 1, frc: 'sideways' }, 'readback'));
    assert.equal(error.code, 'INVALID');
    assert.match(error.message, /Garage.*amp = 5.*6 to 32.*frc/);
    assert.deepEqual(Object.keys(error.keys), ['amp', 'frc']);
    assert.deepEqual(server.asked, []);
  });

  it('reports a refusal with the charger’s words', async () => {
    connect();
    server.answer = (request, response) => {
      if (!request.url?.startsWith('/api/set')) return plainCharger(values)(request, response);
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('{"amp":true,"frc":"frc: failed: not just now (2)"}');
      values.amp = 9;
    };
    const error = await failure(charger.write({ amp: 9, frc: 2 }, 'readback'));
    assert.equal(error.code, 'REFUSED');
    assert.match(error.message, /not just now.*amp went well/);
  });

  it('calls a write unconfirmed when the charger takes it and does nothing', async () => {
    connect({ timeoutS: 2.5 });
    server.answer = (request, response) => {
      if (request.url?.startsWith('/api/set')) response.end('{"amp":true}');
      else plainCharger(values)(request, response);
    };
    const started = Date.now();
    const error = await failure(charger.write({ amp: 9 }, 'readback'));
    assert.equal(error.code, 'UNCONFIRMED');
    assert.match(error.message, /still reads 16/);
    assert.ok(Date.now() - started < 4500);
  });

  it('lets the newest of many writes win and gives every one an outcome', async () => {
    connect();
    const outcomes = await Promise.all([10, 11, 12, 13, 14].map((amp) => charger.write({ amp }, 'readback')));
    const words = outcomes.map((each) => each.get('amp')!.outcome);
    assert.equal(words.at(-1), 'confirmed');
    assert.deepEqual(words.slice(0, -1), ['superseded', 'superseded', 'superseded', 'superseded']);
    assert.equal(values.amp, 14);
    assert.equal(server.asked.filter((path) => path.startsWith('/api/set')).length, 1);
  });

  it('never has two requests open, whatever is wanted at once', async () => {
    connect();
    server.answer = (request, response) => void delay(30).then(() => plainCharger(values)(request, response));
    charger.watch(['car'], collect);
    await Promise.all([
      charger.write({ amp: 7 }, 'readback'),
      charger.read(['psm'], 'charger'),
      charger.read(['frc'], 'latest'),
    ]);
    assert.equal(server.mostAtOnce, 1);
  });

  it('does not write when it is read only, nor a caution key without leave', async () => {
    connect({ readOnly: true });
    const refusal = await failure(charger.write({ amp: 10 }, 'readback'));
    assert.equal(refusal.code, 'READ_ONLY');
    assert.match(refusal.message, /amp = 10: .*read only.*; untick that/);
    await charger.close();
    connect();
    assert.equal((await failure(charger.write({ hai: false }, 'readback'))).code, 'CAUTION');
    assert.deepEqual(server.asked, []);
  });

  it('goes offline with a reason and comes back by itself', async () => {
    connect();
    const states: string[] = [];
    charger.onAvailability((availability) => states.push(availability.state));
    charger.watch(['amp'], collect);
    await until(() => charger.availability.state === 'online' && charger.known('amp'), 'online');
    await server.close();
    await until(() => charger.availability.state === 'offline', 'offline');
    assert.equal(charger.known('amp')?.stale, true);
    values.amp = 20;
    await server.listen();
    await until(() => charger.known('amp')?.value === 20, 'back online');
    assert.equal(charger.known('amp')?.stale, false);
    assert.deepEqual(states, ['connecting', 'online', 'offline', 'online']);
  });

  it('asks less and less often for a key the charger does not have', async () => {
    connect();
    charger.watch(['amp', 'tcl'], collect);
    await until(() => server.asked.length >= 10, 'some polls', 6000);
    const polls = server.asked.slice(1).map((path) => filterOf(path));
    assert.deepEqual(polls[1], ['amp', 'tcl', 'sse'], 'asked again with the next poll');
    assert.ok(polls.slice(3).filter((keys) => keys?.includes('tcl')).length <= 2, JSON.stringify(polls));
  });

  it('reads the values in an answer with status 400', async () => {
    connect();
    server.answer = (request, response) => {
      response.statusCode = 400;
      plainCharger(values)(request, response);
    };
    assert.equal((await charger.read(['amp', 'car'], 'charger')).get('amp')?.value, 16);
  });

  it('finds out the old filter by itself and asks in portions of ten', async () => {
    const names = ['amp', 'car', 'frc', 'psm', 'nrg', 'lmo', 'acs', 'ust', 'dwo', 'wh', 'eto', 'alw'];
    for (const name of names) values[name] ??= 1;
    server.answer = (request, response) => {
      const raw = new URL(request.url ?? '', 'http://charger').searchParams.get('filter') ?? '';
      if (!raw.startsWith('[')) return response.end('{}');
      assert.ok(JSON.parse(raw).length <= 10, 'at most ten keys');
      plainCharger(values)(request, response);
    };
    connect();
    assert.equal((await charger.read(names, 'charger')).size, names.length);
  });

  it('waits for the lock of the device', async () => {
    let refusals = 1;
    server.answer = (request, response) => {
      if (refusals-- > 0) {
        response.statusCode = 500;
        response.end("couldn't take api lock in 3s, please try again later");
      } else plainCharger(values)(request, response);
    };
    connect();
    assert.equal((await charger.read(['amp'], 'charger')).get('amp')?.value, 16);
  });

  it('says how to switch the API on when it is off', async () => {
    server.answer = (_request, response) => {
      response.statusCode = 404;
      response.end('This URI does not exist');
    };
    connect();
    const error = await failure(charger.read(['amp'], 'charger'));
    assert.equal(error.code, 'OFFLINE');
    assert.match(error.message, /API.*switched off.*app/);
  });

  for (const [what, body] of Object.entries({
    'a list': '[1,2]',
    'a number': '7',
    'half of an object': '{"amp":1',
    'a web page': '<html></html>',
    nothing: '',
  })) {
    it(`calls ${what} instead of an answer a protocol error`, async () => {
      server.answer = (_request, response) => void response.end(body);
      connect();
      assert.equal((await failure(charger.read(['amp'], 'charger'))).code, 'PROTOCOL');
    });
  }

  it('gives up on a charger that does not answer', async () => {
    server.answer = () => {};
    connect({ timeoutS: 0.5 });
    const started = Date.now();
    assert.equal((await failure(charger.read(['amp'], 'charger'))).code, 'TIMEOUT');
    assert.ok(Date.now() - started < 1500);
  });

  it('ends reads and writes under way when it is closed', async () => {
    server.answer = () => {};
    connect();
    const pending = [failure(charger.read(['amp'], 'charger')), failure(charger.write({ amp: 7 }, 'readback'))];
    await until(() => server.asked.length > 0, 'a request');
    await charger.close();
    assert.deepEqual(
      (await Promise.all(pending)).map((error) => error.code),
      ['CLOSED', 'CLOSED'],
    );
  });

  it('reads back an uncertain write and does not send it again', async () => {
    connect();
    server.answer = (request, response) => {
      plainCharger(values)(request, response);
      if (request.url?.startsWith('/api/set')) request.socket.destroy();
    };
    values.amp = 16;
    const outcome = await charger.write({ amp: 11 }, 'readback');
    assert.equal(outcome.get('amp')?.outcome, 'confirmed');
    assert.equal(server.asked.filter((path) => path.startsWith('/api/set')).length, 1);
  });

  it('says that a text is too long for HTTP, and the error reads without the name of a class', async () => {
    server.answer = (request, response) => {
      if (!request.url?.startsWith('/api/set')) return plainCharger(values)(request, response);
      response.statusCode = 500;
      response.end('ESP_ERR_HTTPD_RESULT_TRUNC');
    };
    values.tzt = 'old';
    const error = await failure(connect().write({ tzt: 'x'.repeat(200) }, 'readback'));
    assert.equal(error.code, 'REFUSED');
    assert.match(String(error), /^Garage: tzt = .*too long for this way; write it over MQTT/);
  });

  it('never shows a secret', async () => {
    Object.assign(values, { wak: 'hunter2secret' });
    connect({ allowCaution: true });
    charger.watch(['wak'], collect);
    await until(() => changes.length > 0, 'the value');
    assert.equal(JSON.stringify(changes).includes('hunter2secret'), false);
    server.answer = (_request, response) => {
      response.statusCode = 500;
      response.end('{"wak":"wak: failed: too short (\\"hunter3secret\\")"}');
    };
    const error = await failure(charger.write({ wak: 'hunter3secret' }, 'readback'));
    assert.equal(JSON.stringify([error, error.message, error.keys]).includes('hunter3secret'), false);
  });
});
