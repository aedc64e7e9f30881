/**
 * Options of a connection to a broker, and their check. The MQTT client throws what it cannot use later, where nothing catches
 * it, so it is refused before.
 */

export interface BrokerOptions {
  url: string;
  username?: string;
  password?: string;
  /** Options of Node.js' `tls.connect`, such as `ca`, `cert` and `key`. */
  tls?: Record<string, unknown>;
}

/** A text in MQTT has a length of two bytes [MQTT 3.1.1, 1.5.3]. */
const MOST_TEXT_BYTES = 65_535;
const LONGEST_URL = 2000;

/** True for a URL that a connection can be made to. */
export function isBrokerUrl(url: string): boolean {
  if (url.length > LONGEST_URL || !/^(mqtts?|wss?):\/\/[^\s/]\S*$/.test(url) || !URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  try {
    return [username, password].every((part) => fits(decodeURIComponent(part)));
  } catch {
    return false;
  }
}

/** True for a text that MQTT can send as user, password or topic. */
export function fits(text: string): boolean {
  return Buffer.byteLength(text) <= MOST_TEXT_BYTES;
}
