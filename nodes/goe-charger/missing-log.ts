/**
 * Values that a charger does not show any more although it answers: no request fails, so nothing else would be in the log. Told
 * once when they are missing, and once when they are back.
 */
import type { Charger } from '../../lib/charger/charger.types';

/** One that comes and goes is not told again so soon. */
const QUIET_MS = 600_000;

/** @returns stops it */
export function logMissingValues(
  node: { log(text: string): void; warn(text: string): void },
  charger: Pick<Charger, 'identity' | 'onLeftOut'>,
  quietMs = QUIET_MS,
): () => void {
  /** When each key was told of, by `performance.now()`, and whether the log still says that it is missing. */
  const told = new Map<string, { at: number; isMissing: boolean }>();
  return charger.onLeftOut((news) => {
    const now = performance.now();
    const missing: string[] = [];
    const back: string[] = [];
    for (const { key, state } of news) {
      const last = told.get(key);
      if (state === 'missing' && (!last || now - last.at >= quietMs)) {
        told.set(key, { at: now, isMissing: true });
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
