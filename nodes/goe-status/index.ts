/** Description of the folder of `goe-status`. */
import type { NodeFolder } from '../runtime/node-folder';
import { statusMigrations } from './migrate';

export const folder: NodeFolder = {
  type: 'goe-status',
  migrations: statusMigrations,
  examples: [
    { title: 'written by hand, sparse', saved: { keys: ['amp'] } },
    {
      title: 'written by hand, full',
      saved: { keys: 'amp, nrg.powerTotal', source: 'charger', output: 'details' },
    },
    { title: 'schema 1, sparse', saved: { keys: ['amp'], schema: 1 } },
    {
      title: 'schema 1, full',
      saved: { keys: ['amp', 'nrg.powerTotal'], source: 'charger', output: 'value', schema: 1 },
    },
    {
      title: 'schema 1, environment variables',
      saved: { keys: ['amp'], source: `\${SOURCE}`, output: `\${OUTPUT}`, schema: 1 },
    },
  ],
};
