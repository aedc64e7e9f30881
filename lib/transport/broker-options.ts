/** Address and login of a broker, and whether they can be used: what cannot would be thrown later, where nobody catches it. */

export interface BrokerOptions {
  url: string;
  username?: string;
  password?: string;
  tls?: Record<string, unknown>;
}

/** MQTT gives the length of a text two bytes. */
const MOST_BYTES = 65_535;
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
  return Buffer.byteLength(text) <= MOST_BYTES;
}
