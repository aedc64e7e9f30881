/** What is wrong with the fields of a charger's form, as far as that can be told before anybody is asked. */

export type Connection = 'http' | 'mqtt' | 'cloud';

/** What the form holds, as text; `brokerNode` and `tls` are ids of nodes, or nothing. */
export interface ChargerForm {
  name: string;
  connection: Connection;
  host: string;
  serial: string;
  broker: string;
  brokerNode: string;
  tls: string;
  topicPrefix: string;
  pollInterval: string;
  timeout: string;
  silence: string;
  token: string;
  username: string;
  password: string;
}

type Check = (value: string, form: ChargerForm) => string | undefined;

const BROKER = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

/** A check gives an entry of the catalogue below `problem`, or nothing where all is well. */
const CHECKS = {
  host: (value, { connection }) => {
    if (connection !== 'http' || isVariable(value)) return undefined;
    if (value === '') return 'noHost';
    if (value.includes('@')) return 'hostLogin';
    return isHost(value) ? undefined : 'host';
  },
  serial: (value, { connection, topicPrefix }) => {
    if (connection === 'http' || isVariable(value)) return undefined;
    if (value === '' && connection === 'mqtt' && topicPrefix !== '') return undefined;
    return /^\d{3,12}$/.test(value) ? undefined : 'serial';
  },
  broker: (value, { connection, brokerNode }) => {
    if (connection !== 'mqtt' || brokerNode !== '' || isVariable(value)) return undefined;
    return !/\s/.test(value) && isUrl(value, BROKER) ? undefined : 'broker';
  },
  token: (value, { connection }) => (connection === 'cloud' && value === '' ? 'token' : undefined),
  topicPrefix: (value, { connection }) =>
    connection === 'mqtt' && /[#+\p{Cc}]/u.test(value) ? 'topicPrefix' : undefined,
  pollInterval: secondsProblem,
  timeout: secondsProblem,
  silence: (value, { connection }) => (connection === 'mqtt' ? secondsProblem(value) : undefined),
} satisfies Partial<Record<keyof ChargerForm, Check>>;

export type CheckedField = keyof typeof CHECKS;
export const CHECKED = Object.keys(CHECKS) as CheckedField[];

/** @returns an entry of the catalogue below `problem`, undefined where nothing is wrong */
export function problemIn(field: CheckedField, form: ChargerForm): string | undefined {
  const check: Check = CHECKS[field];
  return check(form[field].trim(), form);
}

/** An address as it may be shown: a password that somebody typed into it shows nowhere. */
export function withoutLogin(host: string): string {
  return host.includes('@') ? `***${host.slice(host.lastIndexOf('@'))}` : host;
}

/** Environment variables are known only when the flow runs. */
function isVariable(value: string): boolean {
  return /\$\{[^}]+\}/.test(value);
}

function secondsProblem(value: string): string | undefined {
  return value === '' || isVariable(value) || (Number(value) > 0 && Number(value) <= 86_400) ? undefined : 'seconds';
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
