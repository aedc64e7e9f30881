/**
 * Kind of a go-e device, by its values: a charger, a go-e Controller, or an old charger that has only API v1.
 * A Controller has the same API, the same topics and a serial number of its own, and takes keys that it does not have
 * [syssi/homeassistant-goecharger-mqtt#117, marq24/ha-goecharger-api2#95].
 */
import type { Json } from '../json';
import { parseFirmware } from '../keys/index';

/** `unknown`: the values neither prove a charger nor exclude one. Old firmware publishes no `typ`. */
export type DeviceKind = 'charger' | 'controller' | 'api-v1' | 'unknown';

/** The serial number, which every charger has. */
export const SERIAL_KEY = 'sse';
/** Keys that show the kind; asked for when a device is met. */
export const KIND_KEYS: readonly string[] = ['typ', 'car', 'ccp'];

/** Only a charger has these. */
const CHARGER_KEYS = ['car', 'frc', 'amp', 'alw'];
/** Only a Controller has these: names and powers of its categories, values of its sensors [vendor's table of the Controller]. */
const CONTROLLER_KEYS = ['ccp', 'ccn', 'cec', 'cpc', 'isv', 'isn', 'usv', 'usn'];
/** All keys whose values show the kind. */
export const TELLING_KEYS: ReadonlySet<string> = new Set(['typ', ...CHARGER_KEYS, ...CONTROLLER_KEYS]);
/** API v2 began with this firmware [goecharger/go-eCharger-API-v2#275]. */
const FIRST_V2 = 50;

export function kindOf(values: ReadonlyMap<string, Json>): DeviceKind {
  const value = (key: string) => values.get(key);
  if (
    isV1Status({
      car: value('car'),
      amp: value('amp'),
      version: value('version'),
      err: value('err'),
      fwv: value('fwv'),
    })
  )
    return 'api-v1';
  if (isControllerType(values.get('typ'))) return 'controller';
  // An unknown type is a new charger, unless its keys show a Controller.
  if (CHARGER_KEYS.some((key) => isThere(values.get(key)))) return 'charger';
  return CONTROLLER_KEYS.some((key) => Array.isArray(values.get(key))) ? 'controller' : 'unknown';
}

/** True for the type of a Controller, as it reports, announces or names it: `go-eController`. */
export function isControllerType(text: unknown): boolean {
  return typeof text === 'string' && /go-?e[-_ ]?controller/i.test(text);
}

/**
 * True for the status of API v1 of a charger without API v2: at `/status` or published below `…/status`, with every number as a text.
 * From firmware 050 on a charger has it beside API v2, so the firmware decides.
 */
export function isV1Status(object: Readonly<Record<string, Json | undefined>>): boolean {
  return isV1Shape(object) && !(firmwareOf(object) >= FIRST_V2);
}

/** True for the status of API v1, also of a charger that has API v2 too. */
export function isV1Shape({ car, amp, version, err }: Readonly<Record<string, Json | undefined>>): boolean {
  return (
    [car, amp].every((value) => typeof value === 'string' && /^\d+$/.test(value)) && (isText(version) || isText(err))
  );
}

function firmwareOf({ fwv }: Readonly<Record<string, Json | undefined>>): number {
  return (typeof fwv === 'string' ? parseFirmware(fwv)?.[0] : undefined) ?? Number.NaN;
}

const isText = (value: Json | undefined) => typeof value === 'string';
const isThere = (value: Json | undefined) => value !== undefined && value !== null;
