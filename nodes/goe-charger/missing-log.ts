/**
 * Missing-values log: values that a charger does not show any more although it answers. No request fails then, so nothing else
 * would be in Node-RED's log. One line when they are missing, and one when they are back.
 */
import type { Charger } from '../../lib/charger/charger.types';

/** Time before a value that comes and goes is logged as missing again [our choice]. */
const QUIET_MS = 600_000;

/** @returns stops it */
export function logMissingValues(
  node: { log(text: string): void; warn(text: string): void },
  charger: Pick<Charger, 'identity' | 'onLeftOut'>,
  quietMs = QUIET_MS,
): () => void {
  /** Logged keys: the time by `performance.now()`, and whether the log still says that it is missing. */
  const logged = new Map<string, { at: number; isMissing: boolean }>();
  return charger.onLeftOut((changes) => {
    const now = performance.now();
    const missing: string[] = [];
    const back: string[] = [];
    for (const { key, state } of changes) {
      const last = logged.get(key);
      if (state === 'missing' && (!last || now - last.at >= quietMs)) {
        logged.set(key, { at: now, isMissing: true });
        missing.push(key);
      } else if (state === 'shown' && last?.isMissing) {
        last.isMissing = false;
        back.push(key);
      }
    }
    const { name } = charger.identity;
    if (missing.length > 0)
      node.warn(
        `${name} does not show ${missing.join(', ')} any more, although it answers: wait if it was just started or updated, else restart it (key rst)`,
      );
    if (back.length > 0) node.log(`${name} shows ${back.join(', ')} again`);
  });
}
