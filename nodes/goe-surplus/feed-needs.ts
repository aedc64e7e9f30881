/** What the charger's own surplus mode needs, and what of it is missing [vendor's API documents, owners' reports]. */
import type { Charger } from '../../lib/charger/charger.types';
import { asNumber, FORCE, knownOf, PHASES } from './charger-reading';
import type { Wish } from './target';

/** Eco mode: the one in which the charger goes by `ids`. */
export const ECO_LOGIC = 4;
const NEEDED = { lmo: ECO_LOGIC, fup: true, frc: FORCE.neutral, psm: PHASES.automatic, acp: true } as const;

/** Over MQTT each key comes by itself, and a setting shows a second after it was made. */
const SETTLES_MS = 2000;

/**
 * All that the surplus mode needs: `amp` is the most that it gives the car [goecharger/go-eCharger-API-v2#316]. In the order to
 * write it in: the mode when the rest is there, and permission last.
 */
export function neededWish(maxCurrent: number): Wish {
  const { lmo, frc, ...settings } = NEEDED;
  return { amp: maxCurrent, ...settings, lmo, frc };
}

/** @returns looks what is missing, once that has settled; `isOurs`: this node has set that key to something else on purpose */
export function createNeeds(
  charger: Pick<Charger, 'known'>,
): (maxCurrent: number, isOurs: (key: string) => boolean, nowMs: number) => string[] {
  let lacking = '';
  let sinceMs = 0;

  function missingNow(maxCurrent: number, isOurs: (key: string) => boolean): string[] {
    const missing = Object.entries(NEEDED).flatMap(([key, needed]) => {
      const known = knownOf(charger, key);
      return known === undefined || known === needed || isOurs(key) ? [] : [lack(key, needed, known)];
    });
    const setA = asNumber(knownOf(charger, 'amp'));
    if (setA !== undefined && setA < maxCurrent && !isOurs('amp')) missing.push(lack('amp', maxCurrent, setA));
    return missing;
  }

  return (maxCurrent, isOurs, nowMs) => {
    const found = missingNow(maxCurrent, isOurs);
    if (found.join() !== lacking) sinceMs = nowMs;
    lacking = found.join();
    return nowMs - sinceMs >= SETTLES_MS ? found : [];
  };
}

function lack(key: string, needed: unknown, known: unknown): string {
  return `${key} = ${needed} (it is ${JSON.stringify(known)})`;
}
