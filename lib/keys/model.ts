/**
 * The model of a charger, by what it says of itself: its type (`typ`, TXT `devicetype`) and, from firmware 60.3, its subtype
 * (`styp`, TXT `devicesubtype`). CORE and PRO share the type `go-eCharger_Phoenix`, and the subtype tells them apart
 * [goecharger/go-eCharger-API-v2#312, marq24/ha-goecharger-api2@73e8d3c].
 */
import { labelOf } from './labels';

const PRO = /pro(?![a-z])/i;
const CORE = /core(?![a-z])/i;
/** Only these types come with more than one model. */
const SHARED = /phoenix|pro(?![a-z])|core(?![a-z])/i;

/** @returns such as `go-e Charger PRO`; the type itself where it is not known */
export function modelOf(type: string, subtype = ''): string {
  if (SHARED.test(type)) {
    for (const told of [subtype, type]) {
      if (PRO.test(told)) return 'go-e Charger PRO';
      if (CORE.test(told)) return 'go-e Charger CORE';
    }
  }
  return labelOf('typ', type, 'en') ?? type;
}
