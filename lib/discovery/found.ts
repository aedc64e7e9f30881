/** A charger that was found, with what is needed to fill in a form. All texts are plain and bounded. */
import { modelOf } from '../keys';
import { plainText } from '../plain-text';

export interface Found {
  /** What its owner calls it; its serial number where it has no name. */
  name: string;
  /** Digits; empty where it does not tell. */
  serial: string;
  /** Such as `go-e Charger Gemini`; empty where it does not tell. */
  model: string;
  /** http: address with the port if it is not 80. mqtt: the broker's URL without user and password. */
  address: string;
  firmware?: string;
  connection: 'http' | 'mqtt';
  /** mqtt: the whole prefix it was heard on. */
  topicPrefix?: string;
  /** mqtt: it sent something while we listened. False: there are only values the broker has kept. */
  alive?: boolean;
}

/** More than anybody has; a flood of made-up chargers must not become a long list. */
export const MOST_FOUND = 50;

/** The model's name for what a charger reports as `typ` and `styp`, or announces as the type of its service. */
export function modelNamed(type: unknown, subtype?: unknown): string {
  return modelOf(plainText(type, 40), plainText(subtype, 40));
}
