/** Description of the folder of `goe-set`. */
import type { NodeFolder } from '../runtime/node-folder';
import { setMigrations } from './migrate';

const AMP = { key: 'amp', value: '10', type: 'num' };

export const folder: NodeFolder = {
  type: 'goe-set',
  migrations: setMigrations,
  examples: [
    { title: 'written by hand, sparse', saved: { values: [AMP] } },
    { title: 'written by hand, full', saved: { values: [{ key: 'amp', value: 10 }], confirm: 'accepted' } },
    { title: 'schema 1, sparse', saved: { values: [AMP], schema: 1 } },
    {
      title: 'schema 1, full',
      saved: {
        values: [AMP, { key: 'psm', value: '2', type: 'option' }],
        confirm: 'accepted',
        resend: true,
        schema: 1,
      },
    },
    { title: 'schema 1, environment variables', saved: { values: [AMP], confirm: `\${CONFIRM}`, schema: 1 } },
  ],
};
