/** Descriptions of keys: only people read them, so their files are not loaded with the registry. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keys, meaningsOf, rowOf } from '../../../lib/keys';

const REGISTRY = join(__dirname, '..', '..', '..', 'lib', 'keys');

/** Runs code with the registry in a process of its own. @returns the files of descriptions that it loaded */
async function descriptionFilesAfter(code: string): Promise<string> {
  const script = `
    const registry = require(${JSON.stringify(REGISTRY)});
    ${code};
    const files = Object.keys(require.cache).map((file) => /keys\\.(en|de)\\.json$/.exec(file)?.[0]);
    console.log(files.filter(Boolean).join());`;
  return (await promisify(execFile)(process.execPath, ['-e', script])).stdout.trim();
}

describe('The descriptions of the registry', () => {
  it('are not loaded with the rows, their meanings in a firmware, labels or validation', async () => {
    const code = `
      for (const row of registry.keys) {
        registry.meaningsOf(row.name);
        registry.rowOf(row.name, '060.5');
        registry.encode(row.name, 1);
        registry.labelOf(row.name, 1, 'en');
      }`;
    assert.equal(await descriptionFilesAfter(code), '');
  });

  it('are loaded when one is read', async () => {
    assert.equal(await descriptionFilesAfter("registry.rowOf('amp').description.de"), 'keys.en.json,keys.de.json');
  });

  it('are the same in every meaning of a key', () => {
    for (const { name, description } of keys)
      for (const meaning of [...meaningsOf(name), rowOf(name)])
        assert.deepEqual(meaning?.description, description, name);
  });
});
