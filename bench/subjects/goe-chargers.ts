/** Many chargers of this package's client on one broker, of which everything is known. */
import { type Charger, createCharger } from '../../lib/index';
import type { Subject } from '../subject.types';
import { serialOf } from '../traffic';

export async function start({ broker }: { broker: string }): Promise<Subject> {
  const chargers: Charger[] = [];
  let delivered = 0;
  return {
    delivered: () => delivered,
    acts: {
      /** Makes more of them. */
      more(count: number) {
        for (let left = count; left > 0; left -= 1) {
          const charger = createCharger({ connection: 'mqtt', broker, serial: serialOf(chargers.length) });
          charger.watch('all', {
            changed(changes) {
              delivered += changes.length;
            },
          });
          chargers.push(charger);
        }
      },
      known: () => chargers.map((charger) => charger.knownKeys().length),
    },
    async stop() {
      await Promise.all(chargers.map((charger) => charger.close()));
    },
  };
}
