/** End of a write: its outcome for one key, or the code of its error. */
import type { WriteOutcome } from '../../lib/charger';
import type { ChargerError } from '../../lib/errors';

export interface End {
  /** `confirmed`, …, or `UNCONFIRMED`, …. */
  how: string;
  outcome?: WriteOutcome;
  error?: ChargerError;
  /** Of the error; empty for an outcome. */
  message: string;
}

export async function endOf(write: Promise<ReadonlyMap<string, WriteOutcome>>, key: string): Promise<End> {
  try {
    const outcome = (await write).get(key);
    return { how: outcome?.outcome ?? 'nothing', outcome, message: '' };
  } catch (thrown) {
    const error = thrown as ChargerError;
    return { how: error.code, error, message: error.message };
  }
}
