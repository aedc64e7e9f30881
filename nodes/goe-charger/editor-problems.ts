/** Checks of a charger's form beyond those of the settings table: what can be seen to be wrong before anybody is asked. */
import { isSerial, SERIAL_DIGITS } from '../../lib/charger/connection-kinds';
import type { Check } from '../runtime/settings';
import type { SettingName } from './settings';

const BROKER_PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

export const CHECKS = {
  host: (value) => {
    if (value === '') return { entry: 'noHost' };
    if (value.includes('@')) return { entry: 'hostLogin' };
    return isHost(value) ? undefined : { entry: 'host' };
  },
  broker: (value) => (!/\s/.test(value) && isUrl(value, BROKER_PROTOCOLS) ? undefined : { entry: 'broker' }),
  serial: (value, { connection, topicPrefix }) => {
    // The whole prefix names the charger as well.
    if (value === '' && connection === 'mqtt' && topicPrefix !== '') return undefined;
    return isSerial(value) ? undefined : { entry: 'serial', values: SERIAL_DIGITS };
  },
  token: (value) => (value === '' ? { entry: 'token' } : undefined),
  topicPrefix: (value) => (/[#+\p{Cc}]/u.test(value) ? { entry: 'topicPrefix' } : undefined),
} satisfies Partial<Record<SettingName, Check>>;

/** An address as it may be shown: a password that somebody typed into it shows nowhere. */
export function withoutLogin(host: string): string {
  return host.includes('@') ? `***${host.slice(host.lastIndexOf('@'))}` : host;
}

function isUrl(value: string, protocols: readonly string[]): boolean {
  try {
    const { protocol, hostname } = new URL(value);
    return protocols.includes(protocol) && hostname !== '';
  } catch {
    return false;
  }
}

/** Host and port, and nothing of a path: the charger client takes no more. */
function isHost(value: string): boolean {
  const url = /^[a-z]+:\/\//i.test(value) ? value : `http://${value}`;
  if (/[\s\\]/.test(value) || !isUrl(url, ['http:', 'https:'])) return false;
  const { username, password, pathname, search, hash } = new URL(url);
  return username + password + search + hash === '' && pathname === '/';
}
