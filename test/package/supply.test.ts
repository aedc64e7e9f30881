import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

describe('The dependencies of the package', () => {
  it('are three libraries at run time', () => {
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

describe('docs/promises.md', () => {
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

describe('The documentation', () => {
  const pages = [
    ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
    ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => join('docs', file)),
  ];

  for (const page of pages)
    it(`${page.replaceAll('\\', '/')} links to files and headings that exist`, () => {
      for (const link of linksOf(read(page))) {
        const [path, heading] = link.split('#') as [string, string?];
        const target = path === '' ? page : join(dirname(page), decodeURI(path));
        assert.ok(existsSync(join(ROOT, target)), link);
        if (heading !== undefined) assert.ok(anchorsOf(read(target)).has(decodeURI(heading)), link);
      }
    });
});

/** Links and pictures of a page, without those to other servers. */
function linksOf(page: string): string[] {
  const prose = page.replaceAll(/^ *```[\s\S]*?^ *```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(<?([^)>\s]+)>?\)|(?:src|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => (link ?? attribute)!)
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** The anchors that GitHub gives the headings of a page; a heading that comes again gets a number. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of page.replaceAll(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const anchor = heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let unique = anchor;
    for (let again = 1; anchors.has(unique); again += 1) unique = `${anchor}-${again}`;
    anchors.add(unique);
  }
  return anchors;
}

describe('The examples', () => {
  it('hold no credentials', () => {
    for (const name of readdirSync(join(ROOT, 'examples'))) {
      assert.doesNotMatch(read('examples', name), /"(credentials|token|password|username)"\s*:/, name);
    }
  });
});
