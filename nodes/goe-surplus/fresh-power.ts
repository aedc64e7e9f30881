/**
 * A charger that is polled tells its power every few seconds, a meter may tell its own more often: what the car has just begun
 * to draw would look like a lack of sun. So the charger is asked when the meter has spoken. Over MQTT it tells by itself, and
 * the cloud has nothing newer.
 */
import type { Charger } from '../../lib/charger/charger.types';
import { PLUG_KEYS } from '../../lib/charger/plug';
import { CAR } from '../../lib/surplus';
import { knownOf, READ_KEYS } from './charger-reading';

const FRESH_MS = 1500;
/** With what an unplug is told by, so that no look shows half of one. */
const LOOK_KEYS = [...new Set([...READ_KEYS, ...PLUG_KEYS])];

/** @returns calls back when the charger has been asked, at once where there is no need to */
export function createFreshPower(charger: Charger, signal: AbortSignal): (then: () => void) => void {
  let asking = false;
  return (then) => {
    const told = charger.known('nrg');
    const isFresh = told !== undefined && Math.abs(Date.now() - told.time) < FRESH_MS;
    const matters = charger.availability.state === 'online' && knownOf(charger, 'car') === CAR.charging;
    if (charger.identity.connection !== 'http' || isFresh || !matters || asking) return then();
    asking = true;
    // A charger that does not answer shows by its availability.
    charger
      .read(LOOK_KEYS, 'charger', signal)
      .catch(() => {})
      .finally(() => {
        asking = false;
        if (!signal.aborted) then();
      });
  };
}
