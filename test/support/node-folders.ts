/** The nodes of this package as their folders describe themselves: all there are, so that a test goes through each new one too. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeFolder } from '../../nodes/runtime/node-folder';

const NODES = join(__dirname, '..', '..', 'nodes');

export const NODE_FOLDERS: readonly NodeFolder[] = readdirSync(NODES)
  .filter((folder) => existsSync(join(NODES, folder, 'index.js')))
  .map((folder) => require(join(NODES, folder)).folder);

export const NODE_TYPES: readonly string[] = NODE_FOLDERS.map(({ type }) => type);
