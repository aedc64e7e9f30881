/**
 * The model of a charger, by its type (`typ`, TXT `devicetype`) and, from firmware 60.3, its subtype (`styp`, TXT
 * `devicesubtype`). CORE and PRO share the type `go-eCharger_Phoenix`; only the subtype differs
 * [goecharger/go-eCharger-API-v2#312, marq24/ha-goecharger-api2@73e8d3c].
 */
import { labelOf } from './labels';

const PRO = /pro(?![a-z])/i;
const CORE = /core(?![a-z])/i;
/** Types that are used by more than one model. */
const SHARED = /phoenix|pro(?![a-z])|core(?![a-z])/i;

/** The name of the model. @returns such as `go-e Charger PRO`; the type itself where the registry does not have it */
export function modelOf(type: string, subtype = ''): string {
  if (SHARED.test(type)) {
    for (const text of [subtype, type]) {
      if (PRO.test(text)) return 'go-e Charger PRO';
      if (CORE.test(text)) return 'go-e Charger CORE';
    }
  }
  return labelOf('typ', type, 'en') ?? type;
}
