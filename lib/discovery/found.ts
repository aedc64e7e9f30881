/** Chargers found by a search, with what a form needs of them. All texts are plain and bounded. */
import { modelOf } from '../keys';
import { plainText } from '../plain-text';

export interface Found {
  /** The owner's name for it; its serial number where it has no name. */
  name: string;
  /** Digits; empty where it does not say. */
  serial: string;
  /** Such as `go-e Charger Gemini`; empty where it does not say. */
  model: string;
  /** http: address with the port if it is not 80. mqtt: the broker's URL without user and password. */
  address: string;
  firmware?: string;
  connection: 'http' | 'mqtt';
  /** mqtt: the whole prefix of its topics. */
  topicPrefix?: string;
  /** mqtt: it sent something during the search. False: there are only retained values. */
  alive?: boolean;
}

/** More than anybody has; a flood of made-up chargers must not become a long list. */
export const MOST_FOUND = 50;

/** The model's name for what a charger reports as `typ` and `styp`, or announces as the type of its service. */
export function modelNamed(type: unknown, subtype?: unknown): string {
  return modelOf(plainText(type, 40), plainText(subtype, 40));
}

/** A device on a broker that cannot be used as a charger. */
export interface OtherDevice {
  kind: 'controller' | 'api-v1';
  serial: string;
  topicPrefix: string;
  alive: boolean;
}
