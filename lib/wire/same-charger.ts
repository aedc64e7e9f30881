/**
 * Keeps to one charger. A router that hands out addresses anew may give one charger's address to another: its values must
 * not be taken for those of the first, and what is meant for the first must not be written to it.
 */
import type { Transport } from './transport';
import { WireError } from './wire';

/** The serial number, which every charger has. */
const SERIAL = 'sse';
/** Who answered without a break is the same for so long; after a break it is asked at once. */
const SURE_MS = 60_000;

/** The same transport; it fails with OFFLINE, naming both serial numbers, as long as another charger answers than at first. */
export function sameCharger(transport: Transport): Transport {
  let first: string | undefined;
  let sureUntil = Number.NEGATIVE_INFINITY;
  const isSure = () => performance.now() < sureUntil;

  async function unlessItFails<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      sureUntil = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }

  const ask: Transport['ask'] = async (keys, signal) => {
    const asked = keys === 'all' || isSure() ? keys : new Set([...keys, SERIAL]);
    const values = await unlessItFails(transport.ask(asked, signal));
    const serial = values.get(SERIAL);
    if (typeof serial === 'string') first ??= serial;
    if (typeof serial === 'string' && serial !== first) {
      sureUntil = Number.NEGATIVE_INFINITY;
      const why = `another charger answers at its address: serial number ${serial}, and not ${first}`;
      throw new WireError(
        'OFFLINE',
        `${why}; give each a fixed address in your router, or restart the flows if it was replaced`,
      );
    }
    if (!isSure()) sureUntil = performance.now() + SURE_MS;
    return values;
  };

  return {
    ...transport,
    ask,
    async send(values, signal) {
      if (!isSure()) await ask(new Set([SERIAL]), signal);
      return unlessItFails(transport.send(values, signal));
    },
  };
}
