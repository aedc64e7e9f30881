/** Description of the folder of `goe-event`. */
import type { NodeFolder } from '../runtime/node-folder';
import { eventMigrations } from './migrate';

export const folder: NodeFolder = {
  type: 'goe-event',
  migrations: eventMigrations,
  examples: [
    { title: 'written by hand, sparse', saved: { keys: ['car'] } },
    {
      title: 'written by hand, full',
      saved: { keys: 'car', happenings: 'offline', initial: 'true', minChange: 0.5, output: 'together' },
    },
    { title: 'schema 1, sparse', saved: { keys: ['car'], schema: 1 } },
    {
      title: 'schema 1, full',
      saved: {
        keys: ['car', 'amp'],
        happenings: ['offline', 'error'],
        initial: true,
        minChange: '0.5',
        minInterval: '10',
        output: 'together',
        schema: 1,
      },
    },
    {
      title: 'schema 1, environment variables',
      saved: { keys: ['car'], minChange: `\${CHANGE}`, minInterval: `\${PAUSE}`, output: `\${OUTPUT}`, schema: 1 },
    },
  ],
};
