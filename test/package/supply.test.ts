import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

describe('What the package brings along', () => {
  it('is three libraries at run time', () => {
    const { dependencies } = JSON.parse(read('package.json'));
    assert.deepEqual(Object.keys(dependencies), ['mqtt', 'multicast-dns', 'undici']);
  });

  it('runs nothing when it is installed, nor does anything it depends on', () => {
    const packages: Record<string, { dev?: boolean; devOptional?: boolean; hasInstallScript?: boolean }> = JSON.parse(
      read('package-lock.json'),
    ).packages;
    const production = Object.entries(packages).filter(
      ([path, entry]) => path !== '' && !entry.dev && !entry.devOptional,
    );
    assert.ok(production.length > 10);
    assert.deepEqual(
      production.filter(([, entry]) => entry.hasInstallScript),
      [],
    );
  });
});

describe('What docs/promises.md says', () => {
  it('links for each promise to tests that exist', () => {
    const promises = read('docs', 'promises.md')
      .split('\n')
      .filter((line) => /^\| (?!promise |---)/.test(line));
    assert.ok(promises.length >= 5);
    for (const promise of promises) {
      const tests = [...promise.matchAll(/\]\(\.\.\/((?:test|soak)\/?[^)]*)\)/g)].map(([, path]) => path!);
      assert.ok(tests.length > 0, `no test for: ${promise}`);
      for (const path of tests) assert.ok(existsSync(join(ROOT, path)), path);
    }
  });
});

describe('The examples', () => {
  it('hold no credentials', () => {
    for (const name of readdirSync(join(ROOT, 'examples'))) {
      assert.doesNotMatch(read('examples', name), /"(credentials|token|password|username)"\s*:/, name);
    }
  });
});
