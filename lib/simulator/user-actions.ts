/** User actions at the charger, other than those with the car and with cards: the button, and values that a test sets. */

import type { Json } from '../json';
import { startTransaction } from './access';
import { CAR } from './car';
import { COMPUTED_KEYS, type Device, numberOf, report, setValue, sinceBootMs } from './device';

/** Sets a value unchecked, and holds it where the physics computes it. `undefined` removes the key. */
export function forceValue(device: Device, key: string, value: Json | undefined): void {
  if (value === undefined) {
    device.values.delete(key);
    return;
  }
  if (COMPUTED_KEYS.has(key)) device.held.add(key);
  if (key === 'wh' && typeof value === 'number') device.session.energyWh = value;
  if (key === 'trx') startTransaction(device);
  setValue(device, key, value);
}

/**
 * Presses the button: the next preset of `clp`, unless the button is locked (`bac`: 0 always, 1 with a car, 2 while charging;
 * before 055 a boolean).
 */
export function pressButton(device: Device): void {
  report(device, 'lbp', sinceBootMs(device));
  const bac = device.values.get('bac');
  const charging = device.car?.state === CAR.charging;
  const locked = bac === false || bac === 0 || (bac === 1 && device.car !== undefined) || (bac === 2 && charging);
  const presets = device.values.get('clp');
  if (locked || !Array.isArray(presets) || presets.length === 0) return;
  const next = presets.find((preset) => Number(preset) > numberOf(device, 'amp', 6)) ?? presets[0];
  if (typeof next === 'number') setValue(device, 'amp', next);
}
