/** The identity of a charger: name, serial number and firmware, as configured and as its own values say. */
import type { Json } from '../json';
import { parseFirmware, redactText } from '../keys';
import type { ChargerOptions } from './charger.types';
import { configuredSerialOf } from './connect';

export interface ChargerIdentity {
  /** For errors and messages: the configured name, else the serial number or the address. */
  name(): string;
  serial(): string | undefined;
  firmware(): string | undefined;
  /** Takes over what the values say. @returns whether another charger answers than before */
  learn(values: ReadonlyMap<string, Json>): boolean;
}

export function createIdentity(options: ChargerOptions): ChargerIdentity {
  let serial = configuredSerialOf(options);
  let firmware: string | undefined;
  return {
    // The broker's URL may hold a password.
    name: () => options.name || serial || options.host || redactText(options.broker ?? '') || 'charger',
    serial: () => serial,
    firmware: () => firmware,
    learn(values) {
      const version = values.get('fwv');
      if (typeof version === 'string' && parseFirmware(version)) firmware = version;
      const number = values.get('sse');
      if (typeof number !== 'string' || !/^\d{3,12}$/.test(number)) return false;
      const isAnother = serial !== undefined && number !== serial;
      serial = number;
      return isAnother;
    },
  };
}
