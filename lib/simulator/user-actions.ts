/** What somebody does at the charger itself: values set by hand, the button. */
import { beginTransaction } from './access';
import { CAR } from './car';
import { type Device, numberOf, put, sinceBootMs, WORKED_OUT, write } from './device';
import type { Json } from './simulator.types';

/** Sets a value unchecked; holds it where the physics would work it out. `undefined` takes the key away. */
export function setByHand(device: Device, key: string, value: Json | undefined): void {
  if (value === undefined) {
    device.values.delete(key);
    return;
  }
  if (WORKED_OUT.has(key)) device.held.add(key);
  if (key === 'wh' && typeof value === 'number') device.session.energyWh = value;
  if (key === 'trx') beginTransaction(device);
  write(device, key, value);
}

/** The next preset of `clp`, unless the button is locked (`bac`: 0 always, 1 with a car, 2 while charging; or a boolean). */
export function pressButton(device: Device): void {
  put(device, 'lbp', sinceBootMs(device));
  const bac = device.values.get('bac');
  const charging = device.car?.state === CAR.charging;
  const locked = bac === false || bac === 0 || (bac === 1 && device.car !== undefined) || (bac === 2 && charging);
  const presets = device.values.get('clp');
  if (locked || !Array.isArray(presets) || presets.length === 0) return;
  const next = presets.find((preset) => Number(preset) > numberOf(device, 'amp', 6)) ?? presets[0];
  if (typeof next === 'number') write(device, 'amp', next);
}
