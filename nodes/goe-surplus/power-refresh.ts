/**
 * Refresh of the charging power with each measurement, over local HTTP: a polled charger shows its power every few seconds, and a
 * faster meter would show the car's power before it, which looks like a lack of sun. So the charger is read when a measurement comes.
 * MQTT pushes the power, and the cloud has nothing newer.
 */
import type { Charger } from '../../lib/charger/charger.types';
import { PLUG_KEYS } from '../../lib/charger/plug';
import { CAR } from '../../lib/surplus';
import { knownOf, READ_KEYS } from './charger-reading';

/** A power of this age is fresh enough: the fastest meters send once a second [our choice]. */
const FRESH_MS = 1500;
/** With the keys of an unplug, so that no read shows half of one. */
const REFRESHED_KEYS = [...new Set([...READ_KEYS, ...PLUG_KEYS])];

/** @returns calls back when the charger has been read, at once where that is not needed */
export function createPowerRefresh(charger: Charger, signal: AbortSignal): (then: () => void) => void {
  let reading = false;
  return (then) => {
    const power = charger.known('nrg');
    const isFresh = power !== undefined && Math.abs(Date.now() - power.time) < FRESH_MS;
    const isCharging = charger.availability.state === 'online' && knownOf(charger, 'car') === CAR.charging;
    if (charger.identity.connection !== 'http' || isFresh || !isCharging || reading) return then();
    reading = true;
    // A charger that does not answer shows in its availability.
    charger
      .read(REFRESHED_KEYS, 'charger', signal)
      .catch(() => {})
      .finally(() => {
        reading = false;
        if (!signal.aborted) then();
      });
  };
}
