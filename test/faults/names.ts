/**
 * Names that come and go. A test cannot change what the name servers of its machine know, so Node-RED is started with
 * `names-preload`, which looks into a file before it asks them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Names {
  /** Environment variables that Node-RED has to be started with. */
  readonly environment: Record<string, string>;
  /** From now on the name is this machine's. */
  know(name: string): void;
  forget(name: string): void;
}

/** All names end so; nobody else may use them [RFC 2606]. */
export const NAMES_END = '.test';

export function createNames(directory: string): Names {
  const file = join(directory, 'names.json');
  const known = new Set<string>();
  const save = () => writeFileSync(file, JSON.stringify([...known]));
  save();
  return {
    environment: {
      GOE_TEST_NAMES: file,
      NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'names-preload.js'))}`,
    },
    know(name) {
      known.add(name);
      save();
    },
    forget(name) {
      known.delete(name);
      save();
    },
  };
}
