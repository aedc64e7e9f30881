/** Description of the folder of `goe-charger`. */
import type { NodeFolder } from '../runtime/node-folder';
import { chargerMigrations } from './migrate';

export const folder: NodeFolder = {
  type: 'goe-charger',
  migrations: chargerMigrations,
  examples: [
    { title: 'written by hand, sparse', saved: { host: '127.0.0.1' } },
    {
      title: 'written by hand, full',
      saved: { connection: 'http', host: '127.0.0.1', pollInterval: 7, timeout: 3, readOnly: 'true' },
    },
    { title: 'schema 1, sparse', saved: { host: '127.0.0.1', schema: 1 } },
    {
      title: 'schema 1, by MQTT',
      saved: {
        connection: 'mqtt',
        broker: 'mqtt://127.0.0.1:1',
        serial: '123456',
        topicPrefix: 'house/car',
        silence: '30',
        allowCaution: true,
        schema: 1,
      },
    },
  ],
};
