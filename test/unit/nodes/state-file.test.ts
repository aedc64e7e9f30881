import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStateFile } from '../../../nodes/runtime/state-file';

describe('A state file', () => {
  let directory: string;
  const path = () => join(directory, 'state.json');
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'goe-state-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is on the disk when a value is set, and nothing else is left beside it', () => {
    const file = openStateFile(path());
    assert.equal(file.problem, undefined);
    assert.equal(file.set('a', { one: [1, null, true] }), true);
    assert.equal(file.set('b', 2), true);
    assert.equal(file.set('b', undefined), true);
    assert.deepEqual(JSON.parse(readFileSync(path(), 'utf8')), { a: { one: [1, null, true] } });
    assert.deepEqual(readdirSync(directory), ['state.json']);
    assert.deepEqual(openStateFile(path()).get('a'), { one: [1, null, true] });
  });

  for (const [what, text] of [
    ['cut off', '{"a": {"one"'],
    ['another kind of JSON', '[1, 2]'],
    ['empty', ''],
    ['endless', `{"a": "${'x'.repeat(1_100_000)}"}`],
  ] as const)
    it(`that is ${what} is reported, and written again`, () => {
      writeFileSync(path(), text);
      const file = openStateFile(path());
      assert.match(file.problem ?? '', /state\.json cannot be read \(.+\): its content is lost/);
      assert.equal(file.get('a'), undefined);
      assert.equal(file.set('a', 1), true);
      assert.equal(file.problem, undefined);
      assert.deepEqual(JSON.parse(readFileSync(path(), 'utf8')), { a: 1 });
    });

  it('that cannot be written says so, and knows the value in this life', () => {
    mkdirSync(path());
    const file = openStateFile(path());
    assert.equal(file.set('a', 1), false);
    assert.equal(file.get('a'), 1);
    assert.match(file.problem ?? '', /cannot be written \(.+\): give Node-RED the right/);
    assert.deepEqual(readdirSync(directory), ['state.json']);
  });
});
