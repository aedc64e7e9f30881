/** The pages for contributors name files and functions: each of them is there. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const FOLDERS = ['lib', 'nodes', 'test', 'scripts', 'bench', 'soak'];
const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(ROOT.length + 1)
        .replaceAll('\\', '/'),
    ),
);

/** The files of a name: a path from the root, or from any folder below it. */
function filesOf(name: string): string[] {
  return files.filter((file) => file === name || file.endsWith(`/${name}`));
}

/** True where a function, a method or a constant of the name is made in the file, not only called. */
function isMadeIn(file: string, name: string): boolean {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const made = [
    `\\bfunction ${name}\\b`,
    `\\b(const|let|class|interface|type) ${name}\\b`,
    `^ +(async )?${name}\\([^)]*\\)(: [^={]+)? \\{`,
    `^ +${name}: (async )?(\\(|\\w+ =>|\\w+\\.\\w+,)`,
    `^ +${name},$`,
  ];
  return new RegExp(made.join('|'), 'm').test(source);
}

for (const page of ['docs/contributing.md', 'docs/architecture.md'])
  describe(page, () => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(
      /<!-- time constants -->.*?<!-- \/time constants -->/s,
      '',
    );
    const named = [...text.matchAll(/(?<![\w*>/.-])(\w[\w./-]*\.(?:ts|mjs|json|html)\b)(?:#(\w+))?/g)];

    for (const [, file = '', member] of named)
      it(`${file}${member ? `#${member}` : ''} is there`, () => {
        const found = filesOf(file);
        assert.ok(found.length > 0 || isAtRoot(file), `${page} names ${file}, and there is no such file`);
        if (member)
          assert.ok(
            found.some((each) => isMadeIn(each, member)),
            `${page} names ${file}#${member}: ${found.join(', ')} has no such function`,
          );
      });

    for (const [, folder = ''] of text.matchAll(/`((?:lib|nodes|test|scripts|docs|examples)\/[\w/-]*)\/?`/g))
      it(`${folder} is there`, () => {
        assert.ok(statSync(join(ROOT, folder)).isDirectory(), `${page} names ${folder}`);
      });
  });

function isAtRoot(file: string): boolean {
  return statSync(join(ROOT, file), { throwIfNoEntry: false }) !== undefined;
}
