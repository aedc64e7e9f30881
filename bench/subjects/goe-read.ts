/** This package's client, asked for ten names one poll after the other; somebody watches them. */
import { createCharger } from '../../lib/index';
import { timeEach } from '../cycles';
import { createReader } from '../reader';
import type { Subject } from '../subject.types';
import { TEN_NAMES } from '../traffic';

export async function start({ host }: { host: string }): Promise<Subject> {
  const reader = createReader();
  const charger = createCharger({ connection: 'http', host, pollIntervalS: 3600 });
  charger.watch([...TEN_NAMES], {
    changed(changes) {
      for (const { name, value } of changes) reader.take(name, value);
    },
  });
  return {
    delivered: reader.delivered,
    acts: { cycles: (count: number) => timeEach(count, () => charger.read([...TEN_NAMES], 'charger')) },
    stop: () => charger.close(),
  };
}
