/** Requirements of the charger's own surplus mode: the settings that it needs, and those that are missing [vendor's API documents; reports]. */
import type { Charger } from '../../lib/charger/charger.types';
import { asNumber, FORCE, knownOf, PHASES } from './charger-reading';
import type { Target } from './target';

/** Logic mode (`lmo`) Eco: the one in which the charger follows `ids` [vendor's API documents]. */
export const ECO_LOGIC = 4;
const REQUIRED = { lmo: ECO_LOGIC, fup: true, frc: FORCE.neutral, psm: PHASES.automatic, acp: true } as const;

/** A setting is missing only after this: MQTT sends each key by itself, and a new setting shows a second late [our choice]. */
const SETTLES_MS = 2000;

/**
 * Target with all that the surplus mode needs; `amp` is the most that it gives the car [goecharger/go-eCharger-API-v2#316]. In the
 * order of writing: the mode when the rest is there, and permission last.
 */
export function requiredTarget(maxCurrent: number): Target {
  const { lmo, frc, ...settings } = REQUIRED;
  return { amp: maxCurrent, ...settings, lmo, frc };
}

/** @returns the settings that are missing; `isOurs`: this node has set that key to something else on purpose */
export function createRequirements(
  charger: Pick<Charger, 'known'>,
): (maxCurrent: number, isOurs: (key: string) => boolean, nowMs: number) => string[] {
  let last = '';
  let sinceMs = 0;

  function missingNow(maxCurrent: number, isOurs: (key: string) => boolean): string[] {
    const missing = Object.entries(REQUIRED).flatMap(([key, required]) => {
      const known = knownOf(charger, key);
      return known === undefined || known === required || isOurs(key) ? [] : [missingText(key, required, known)];
    });
    const setA = asNumber(knownOf(charger, 'amp'));
    if (setA !== undefined && setA < maxCurrent && !isOurs('amp')) missing.push(missingText('amp', maxCurrent, setA));
    return missing;
  }

  return (maxCurrent, isOurs, nowMs) => {
    const found = missingNow(maxCurrent, isOurs);
    if (found.join() !== last) sinceMs = nowMs;
    last = found.join();
    return nowMs - sinceMs >= SETTLES_MS ? found : [];
  };
}

function missingText(key: string, required: unknown, known: unknown): string {
  return `${key} = ${required} (it is ${JSON.stringify(known)})`;
}
