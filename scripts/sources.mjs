/** Digest of all that a build is made of: a build is old when a source was changed, added or removed since. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const SOURCES = [
  'lib',
  'nodes',
  'test',
  'bench',
  'soak',
  'icons',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/node-folders.mjs',
  'scripts/sources.mjs',
];

/** Written last by the build; holds the digest of what was built. */
export function stampFile(root) {
  return join(root, 'dist', '.built');
}

export function sourcesDigest(root) {
  const digest = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesUnder(join(root, source)))) {
    const { size, mtimeMs } = statSync(file);
    digest.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return digest.digest('hex');
}

/** All files under a path, in a stable order; none where there is nothing. */
export function filesUnder(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
