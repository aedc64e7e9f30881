/** Description of the folder of `goe-surplus`. */
import type { NodeFolder } from '../runtime/node-folder';
import { surplusMigrations } from './migrate';

const FULL = {
  strategy: 'regulate',
  mode: 'min-solar',
  phases: '1',
  minCurrent: 8,
  maxCurrent: 12,
  reserve: -100,
  gridUnit: 'kW',
  gridSign: 'export-positive',
  batterySign: 'charge-positive',
  onStale: 'minimum',
  batteryPriority: 'above-soc',
  batterySoc: 60,
  fuse: 25,
  backstop: 3,
  group: 'roof',
  priority: 2,
  manual: false,
  prepare: true,
};

export const folder: NodeFolder = {
  type: 'goe-surplus',
  migrations: surplusMigrations,
  examples: [
    { title: 'written by hand, sparse', saved: {} },
    { title: 'written by hand, full', saved: { ...FULL, phases: 1, prepare: 'true' } },
    { title: 'schema 1, sparse', saved: { schema: 1 } },
    { title: 'schema 1, full', saved: { ...FULL, schema: 1 } },
    {
      title: 'schema 1, as the dialog of 0.3.0 saved a flow that was written by hand without choices',
      saved: { mode: null, phases: null, onStale: null, batteryPriority: null, manual: true, schema: 1 },
    },
    { title: 'schema 2, sparse', saved: { schema: 2 } },
    { title: 'schema 2, full', saved: { ...FULL, onRemove: 'keep', schema: 2 } },
  ],
};
