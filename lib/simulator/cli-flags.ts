/** The flags of the command `goe-simulator`: their help, and their validation. */
import type { ParseArgsConfig } from 'node:util';
import type { Json } from '../json';
import { FAULT_LINES, type FaultFlag, readFault } from './fault-flags';
import {
  MODEL_NAMES,
  type ModelName,
  type MqttOptions,
  OTHER_MODEL_NAMES,
  type SimulatorOptions,
  type Values,
} from './simulator.types';

const MODELS: readonly string[] = [...MODEL_NAMES, ...OTHER_MODEL_NAMES];

/** The validated flags. */
export interface CommandLine {
  help: boolean;
  simulator: SimulatorOptions;
  port: number;
  host: string;
  cloud: { port: number; token: string } | undefined;
  mqtt: MqttOptions | undefined;
  /** Announce it by multicast DNS. */
  mdns: boolean;
  /** Values that are set from the start. */
  values: Values;
  faults: FaultFlag[];
}

const DEFAULT_PORT = 8080;

/** The flags, as `parseArgs` of Node.js reads them. */
export const OPTIONS = {
  model: { type: 'string' },
  serial: { type: 'string' },
  name: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  cloud: { type: 'string' },
  token: { type: 'string' },
  mqtt: { type: 'string' },
  username: { type: 'string' },
  password: { type: 'string' },
  prefix: { type: 'string' },
  slash: { type: 'boolean' },
  mdns: { type: 'boolean' },
  car: { type: 'string' },
  soc: { type: 'string' },
  seed: { type: 'string' },
  set: { type: 'string', multiple: true },
  fault: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

/** The text of `--help`. */
export const HELP = `Usage: goe-simulator [flags]

A simulated go-eCharger with the local HTTP API and, if wanted, MQTT and the cloud API.

  --model NAME      ${MODEL_NAMES.join(', ')};
                    controller (a go-e Controller) or v1 (a charger with API v1 only);
                    default v3-60.5
  --serial DIGITS   serial number (default 012345)
  --name TEXT       the charger's friendly name
  --port NUMBER     local API (default ${DEFAULT_PORT}, 0 picks a free one)
  --host ADDRESS    where to listen (default 127.0.0.1, this machine only)
  --mdns            announce it by multicast DNS, on the network of --host
  --mqtt URL        connect to this broker: mqtt://, mqtts://, ws:// or wss://
  --username TEXT   for the broker
  --password TEXT   for the broker
  --prefix TEXT     whole topic prefix instead of go-eCharger/<serial>/
  --slash           put a slash in front of the vendor's prefix
  --cloud NUMBER    serve the cloud API on this port
  --token TEXT      the token of the cloud API
  --car PHASES      plug in a car with 1, 2 or 3 phases
  --soc PERCENT     state of charge of its battery (default 40)
  --seed NUMBER     makes the measured values repeatable
  --set KEY=JSON    set this value and keep it; repeatable
  --fault NAME      start with a fault, or NAME=VALUE for its main option; repeatable.
                    More options follow after colons: afterMs=NUMBER, times=NUMBER,
                    face=http|cloud|mqtt, path=status|set, ms=NUMBER, ageS=NUMBER,
                    keys=NAMES, text=TEXT, as in slow=2000:face=cloud:times=3
                    (face is the endpoint: only there)
  --help            this text

Faults:
${FAULT_LINES.join('\n')}
`;

type Flags = { [name in keyof typeof OPTIONS]?: string | boolean | string[] };

/** Validates the flags. @throws Error that names the flag and says which values it accepts */
export function readFlags(flags: Flags): CommandLine {
  const text = (name: keyof typeof OPTIONS) => (typeof flags[name] === 'string' ? flags[name] : undefined);
  const model = text('model');
  if (model !== undefined && !isModel(model))
    throw new Error(`--model must be one of ${MODELS.join(', ')}, not "${model}"`);
  const serial = text('serial');
  if (serial !== undefined && !/^\d{1,12}$/.test(serial)) throw new Error(`--serial must be digits, not "${serial}"`);

  const car = text('car');
  if (car !== undefined && !/^[123]$/.test(car)) throw new Error(`--car must be 1, 2 or 3 phases, not "${car}"`);
  const soc = whole('soc', text('soc'), 0, 100);
  if (soc !== undefined && car === undefined) throw new Error('--soc needs --car');

  const cloudPort = whole('cloud', text('cloud'), 0, 65535);
  const token = text('token');
  if (cloudPort !== undefined && !token) throw new Error('--cloud needs --token');

  return {
    help: flags.help === true,
    simulator: {
      model: model as ModelName | undefined,
      serial,
      name: text('name'),
      seed: whole('seed', text('seed'), 0, 0xffffffff),
      car:
        car === undefined
          ? undefined
          : { phases: Number(car) as 1 | 2 | 3, soc: soc === undefined ? undefined : soc / 100 },
    },
    port: whole('port', text('port'), 0, 65535) ?? DEFAULT_PORT,
    host: text('host') ?? '127.0.0.1',
    cloud: cloudPort === undefined ? undefined : { port: cloudPort, token: token ?? '' },
    mqtt: mqttFlags(text, flags.slash === true),
    mdns: flags.mdns === true,
    values: Object.fromEntries(several(flags.set).map(valueFlag)),
    faults: several(flags.fault).map(readFault),
  };
}

function mqttFlags(
  text: (name: 'mqtt' | 'username' | 'password' | 'prefix') => string | undefined,
  slash: boolean,
): MqttOptions | undefined {
  const url = text('mqtt');
  if (url === undefined) {
    const alone = (['username', 'password', 'prefix'] as const).find((name) => text(name) !== undefined);
    if (alone) throw new Error(`--${alone} needs --mqtt`);
    return undefined;
  }
  if (!/^(mqtts?|wss?):\/\/[^/]/.test(url) || !URL.canParse(url))
    throw new Error(`--mqtt must be a URL such as mqtt://127.0.0.1:1883, not "${url}"`);
  return {
    url,
    username: text('username'),
    password: text('password'),
    prefix: text('prefix'),
    slash: slash || undefined,
  };
}

function several(flag: string | boolean | string[] | undefined): readonly string[] {
  return Array.isArray(flag) ? flag : [];
}

function valueFlag(text: string): readonly [key: string, value: Json] {
  const [, key, json] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  try {
    if (key !== undefined) return [key, JSON.parse(json ?? '') as Json];
  } catch {
    // The error is thrown below.
  }
  throw new Error(`--set must be a key and JSON, as in amp=16 or fna='"Garage"', not "${text}"`);
}

function whole(name: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new Error(`--${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  return value;
}

function isModel(name: string): name is ModelName {
  return MODELS.includes(name);
}
