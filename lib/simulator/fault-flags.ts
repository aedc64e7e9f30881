/**
 * The flag `--fault` of `goe-simulator`: `NAME`, `NAME=VALUE` for the option the fault needs most, and any other option after
 * a colon: `missing=nrg,car`, `slow=2000:face=cloud:times=3`, `refuse=amp:text=not today`.
 */
import { FAULTS, type FaultName, type FaultOptions, kindOf } from './fault-kinds';

/** A fault with its options, as a flag names it. */
export interface FaultFlag {
  name: FaultName;
  options: FaultOptions;
}

/** Readers of the options, from text. @throws Error that says which values the option accepts */
const READERS: { readonly [option in keyof FaultOptions]-?: (text: string) => FaultOptions } = {
  afterMs: (text) => ({ afterMs: whole('afterMs', text) }),
  times: (text) => ({ times: whole('times', text) }),
  ms: (text) => ({ ms: whole('ms', text) }),
  ageS: (text) => ({ ageS: whole('ageS', text) }),
  status: (text) => ({ status: whole('status', text) }),
  face: (text) => ({ face: oneOf('face', text, ['http', 'cloud', 'mqtt'] as const) }),
  path: (text) => ({ path: oneOf('path', text, ['status', 'set'] as const) }),
  key: (text) => ({ key: text }),
  keys: (text) => ({ keys: text.split(',').filter((key) => key !== '') }),
  text: (text) => ({ text }),
};

const PLACEHOLDERS = { ms: 'MS', ageS: 'S', status: 'STATUS', keys: 'KEYS', text: 'TEXT' } as const;
/** A colon before an option; any other colon is part of a text. */
const NEXT_OPTION = new RegExp(`:(?=(?:${Object.keys(READERS).join('|')})=)`);

/** The help lines of all faults, with their main option. */
export const FAULT_LINES: readonly string[] = Object.entries(FAULTS).map(([name, does]) => {
  const main = kindOf(name as FaultName).takes;
  return `  ${(main ? `${name}[=${PLACEHOLDERS[main]}]` : name).padEnd(28)}${does}`;
});

/** Reads a flag `--fault`. @throws Error that names the fault or option and the values it accepts */
export function readFault(flag: string): FaultFlag {
  const [first = '', ...others] = flag.split(NEXT_OPTION);
  const [name, value] = splitAtEquals(first);
  if (!isFault(name)) throw new Error(`--fault must be one of ${Object.keys(FAULTS).join(', ')}, not "${flag}"`);
  const main = kindOf(name).takes ?? 'ms';
  const given = [...(value === undefined ? [] : [[main, value] as const]), ...others.map(splitAtEquals)];
  const options = given.map(([option, text]) => READERS[option as keyof FaultOptions](text ?? ''));
  return { name, options: Object.assign({}, ...options) };
}

function splitAtEquals(text: string): readonly [name: string, value: string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

function whole(option: string, text: string): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > 0x7fffffff)
    throw new Error(`--fault: ${option} must be a whole number, not "${text}"`);
  return Number(text);
}

function oneOf<T extends string>(option: string, text: string, all: readonly T[]): T {
  const found = all.find((each) => each === text);
  if (found === undefined) throw new Error(`--fault: ${option} must be one of ${all.join(', ')}, not "${text}"`);
  return found;
}
