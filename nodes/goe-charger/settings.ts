/** Settings of a `goe-charger`: the table. */

import type { ChargerOptions } from '../../lib/charger/charger.types';
import {
  CONNECTION_KINDS,
  type ConnectionFacts,
  type ConnectionKind,
  OPTION_TIMES,
} from '../../lib/charger/connection-kinds';
import type { NameOf, Setting } from '../runtime/settings';
import { CONNECTIONS } from './connections';

const KINDS = Object.keys(CONNECTION_KINDS) as ConnectionKind[];

/** Own access to a broker, where no broker node is chosen. */
const OWN_BROKER = { connection: ['mqtt'], brokerNode: [''] } as const;

/** Every time may be left empty: its default is shown in the empty box, and applies. */
const TIME = { kind: 'number', initial: '', moreThan: 0, unit: 'seconds' } as const;

const POLL_DEFAULTS = Object.fromEntries(
  Object.entries<ConnectionFacts>(CONNECTION_KINDS).flatMap(([kind, { pollIntervalS }]) =>
    pollIntervalS === undefined ? [] : [[kind, pollIntervalS]],
  ),
);

/** A time is `timeout` as a setting and `timeoutS` as an option. */
type SettingOf<Option> = Option extends `${infer Time}S` ? Time : Option;
/** Settings reach the client by their names, so each is one of its options; the broker node is read here. */
type OptionSetting = Setting & { name: SettingOf<keyof ChargerOptions> | 'brokerNode' };

export const SETTINGS = [
  { name: 'name', kind: 'text', section: 'connection', icon: 'tag', placeholder: true },
  {
    name: 'connection',
    kind: 'choice',
    section: 'connection',
    icon: 'plug',
    choices: KINDS,
    default: 'http',
    cards: Object.fromEntries(KINDS.map((kind) => [kind, CONNECTIONS[kind].icon])),
    note: 'script',
  },
  {
    name: 'host',
    kind: 'text',
    section: 'connection',
    icon: 'globe',
    when: { connection: ['http'] },
    placeholder: '192.168.1.20',
    noun: 'address',
  },
  {
    name: 'brokerNode',
    kind: 'node',
    nodeType: 'mqtt-broker',
    section: 'connection',
    icon: 'share-alt',
    when: { connection: ['mqtt'] },
  },
  {
    name: 'broker',
    kind: 'text',
    section: 'connection',
    icon: 'globe',
    when: OWN_BROKER,
    placeholder: 'mqtt://192.168.1.10:1883',
  },
  { name: 'username', kind: 'text', credential: 'text', section: 'connection', icon: 'user', when: OWN_BROKER },
  { name: 'password', kind: 'text', credential: 'password', section: 'connection', icon: 'lock', when: OWN_BROKER },
  { name: 'tls', kind: 'node', nodeType: 'tls-config', section: 'connection', icon: 'shield', when: OWN_BROKER },
  {
    name: 'serial',
    kind: 'text',
    section: 'connection',
    icon: 'barcode',
    when: { connection: ['mqtt', 'cloud'] },
    placeholder: '123456',
    noun: 'serial number',
  },
  {
    name: 'token',
    kind: 'text',
    credential: 'password',
    section: 'connection',
    icon: 'key',
    when: { connection: ['cloud'] },
    noun: 'API key',
  },
  {
    name: 'topicPrefix',
    kind: 'text',
    section: 'more',
    icon: 'tasks',
    when: { connection: ['mqtt'] },
    placeholder: true,
    noun: 'topic prefix',
  },
  {
    name: 'pollInterval',
    ...TIME,
    section: 'more',
    icon: 'refresh',
    when: { connection: Object.keys(POLL_DEFAULTS) },
    default: { by: 'connection', values: POLL_DEFAULTS },
    max: OPTION_TIMES.pollInterval.maxS,
    noun: 'poll interval',
  },
  {
    name: 'timeout',
    ...TIME,
    section: 'more',
    icon: 'hourglass-half',
    default: OPTION_TIMES.timeout.defaultS,
    max: OPTION_TIMES.timeout.maxS,
  },
  {
    name: 'silence',
    ...TIME,
    section: 'more',
    icon: 'bell-slash-o',
    when: { connection: ['mqtt'] },
    default: OPTION_TIMES.silence.defaultS,
    max: OPTION_TIMES.silence.maxS,
  },
  { name: 'readOnly', kind: 'flag', section: 'more', default: false },
  { name: 'allowCaution', kind: 'flag', section: 'more', default: false, note: 'text' },
] as const satisfies readonly OptionSetting[];

export type SettingName = NameOf<typeof SETTINGS>;
export type CredentialName = Extract<(typeof SETTINGS)[number], { credential: string }>['name'];
/** Settings that the dialog holds as text. */
export type TextName = Exclude<SettingName, NameOf<typeof SETTINGS, 'flag'>>;

/** Settings whose values the editor never has once they are stored. */
export const SECRETS = SETTINGS.flatMap((setting) => ('credential' in setting ? [setting.name] : []));

/** Settings that name another configuration node. */
export const NODE_SETTINGS = SETTINGS.filter((setting) => setting.kind === 'node');

/** Settings that a search on a broker needs: address, login and TLS, own or of a broker node. */
export const BROKER_SETTINGS = ['brokerNode', 'broker', 'username', 'password', 'tls'] as const satisfies SettingName[];

/** Settings that a test of the connection leaves out: it takes its own time, and writes nothing. */
export const NOT_TESTED: readonly SettingName[] = ['pollInterval', 'silence', 'allowCaution'];
