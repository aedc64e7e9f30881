/** HTTP bodies that are nearly, or not at all, what a charger answers. */
import assert from 'node:assert/strict';
import { createCharger } from '../../lib/charger';
import { ChargerError } from '../../lib/errors';
import { isKey } from '../../lib/keys';
import { excerpt, notAnObject, parseObject, refusal, valuesOf } from '../../lib/transport/parse-response';
import { scriptedServer } from '../support/scripted-server';
import { documents, fuzzRun, mutated } from './run';

describe('Any HTTP body', function () {
  this.timeout(300_000);
  const fuzz = fuzzRun('HTTP bodies');
  const { whole, parts } = documents();
  const asked = ['amp', 'car', 'nrg', 'fna'];
  const answer = `{${parts
    .filter(([key]) => asked.includes(key))
    .map(([key, json]) => `"${key}":${json}`)
    .join(',')}}`;
  const short = () =>
    `{${Array.from({ length: 1 + fuzz.below(6) }, () => fuzz.one(parts))
      .map(([key, json]) => `${JSON.stringify(key)}:${json}`)
      .join(',')}}`;

  it('is read as keys with plain JSON, or not at all, and is quoted shortly', () => {
    const cases = fuzz.cases(100_000);
    let read = 0;
    for (let left = cases; left > 0; left -= 1) {
      const body = mutated(short(), fuzz);
      const object = parseObject(body);
      assert.ok(excerpt(body).length <= 81 && notAnObject(200, body).message.length < 250, body);
      const refused = refusal(body);
      assert.ok(typeof refused === 'object' && 'refused' in refused && refused.refused.length <= 301);
      if (!object) continue;
      read += 1;
      for (const [key, value] of valuesOf(object, 'all')) {
        assert.ok(isKey(key), body);
        const json = JSON.stringify(value);
        assert.doesNotMatch(json, /"(__proto__|constructor|prototype)":/, body);
      }
    }
    assert.ok(read > cases / 20, `only ${read} bodies were JSON; the test would see little`);
  });

  it('through a real connection, ends in values or in one error that says what was wrong', async () => {
    let body = '';
    const server = await scriptedServer((_request, response) => {
      response.writeHead(fuzz.one([200, 200, 200, 200, 400, 403, 500]), { 'Content-Type': 'application/json' });
      response.end(body);
    });
    const charger = createCharger({ name: 'Garage', connection: 'http', host: server.url, timeoutS: 5 });
    const ends = { values: 0, errors: 0 };
    try {
      for (let left = fuzz.cases(3000); left > 0; left -= 1) {
        body = fuzz.below(4) === 0 ? answer : mutated(fuzz.one([answer, answer, short(), whole]), fuzz);
        try {
          for (const [name, known] of await charger.read(asked, 'charger')) {
            assert.deepEqual(JSON.parse(JSON.stringify(known.value)), known.value, name);
          }
          ends.values += 1;
        } catch (error) {
          assert.ok(error instanceof ChargerError, `${error} for ${body}`);
          assert.match(error.message, /^Garage: /);
          assert.ok(error.message.length < 1000, error.message);
          ends.errors += 1;
        }
      }
    } finally {
      await charger.close();
      await server.close();
    }
    assert.ok(ends.values > 50 && ends.errors > 50, JSON.stringify(ends));
  });
});
