/**
 * Options of the charger client, made of what the editor saved. Environment variables arrive as text, and imported flows may
 * hold anything. Whether the options can work is for the client to say.
 */
import type { ChargerOptions, ConnectionKind } from '../../lib/charger/charger.types';
import { ChargerError } from '../../lib/errors';
import { type NumberSetting, numberProblem, type Setting } from '../runtime/settings';
import { type CredentialName, SETTINGS, type SettingName } from './settings';

/** The properties of a `goe-charger`, as saved or as imported from anywhere. */
export type ChargerConfig = Partial<Record<Exclude<SettingName, CredentialName>, unknown>>;

export type ChargerCredentials = Partial<Record<CredentialName, string>>;

type ValueOf<Row> = Row extends { kind: 'number' }
  ? number | undefined
  : Row extends { kind: 'flag' }
    ? boolean
    : string | undefined;
type OptionOf<Row extends Setting> = Row extends { kind: 'number' } ? `${Row['name']}S` : Row['name'];
type Values = { [Row in Exclude<(typeof SETTINGS)[number], { kind: 'node' }> as OptionOf<Row>]: ValueOf<Row> };

/** @throws ChargerError INVALID naming the property and the remedy */
export function chargerOptions(
  config: ChargerConfig,
  credentials: ChargerCredentials,
  tls: Record<string, unknown> | undefined,
): ChargerOptions {
  const { username, password, ...shown } = credentials;
  const given: Record<string, unknown> = { ...config, ...shown };
  const values = Object.fromEntries(
    // Other nodes are looked up by `connection.ts`, where they apply.
    SETTINGS.filter(({ kind }) => kind !== 'node').map((setting) => [
      optionOf(setting),
      readSetting(setting, given[setting.name]),
    ]),
  );
  const { connection, ...options } = values as Values;
  return {
    ...options,
    connection: connection as ConnectionKind,
    tls,
    // Blanks may belong to them.
    username: username || undefined,
    password: password || undefined,
  };
}

/** The option that a setting becomes: numbers are times, in seconds. */
function optionOf({ name, kind }: Setting): string {
  return kind === 'number' ? `${name}S` : name;
}

function readSetting(setting: Setting, given: unknown): string | number | boolean | undefined {
  const noun = setting.noun ?? setting.name;
  switch (setting.kind) {
    case 'flag':
      return given === true || given === 'true';
    case 'number':
      return numberOption(setting, given, noun);
    case 'choice':
      return textOption(given, noun) ?? setting.default;
    default:
      return textOption(given, noun);
  }
}

function textOption(value: unknown, noun: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const given = String(value).trim();
  if (/^\$\{.*\}$/.test(given)) {
    const why = `The ${noun} is the environment variable ${given}, which is not set: set it, or enter a value`;
    throw new ChargerError('INVALID', why);
  }
  return given === '' ? undefined : given;
}

/** Nothing means the default. */
function numberOption(setting: NumberSetting, value: unknown, noun: string): number | undefined {
  const given = textOption(value, noun);
  if (given === undefined) return undefined;
  const problem = numberProblem(setting, given);
  if (!problem) return Number(given);
  const { min, max } = problem.bounds;
  const number = setting.whole ? 'a whole number' : 'a number';
  const range = setting.moreThan === undefined ? `from ${min} to ${max}` : `more than ${min} and at most ${max}`;
  const unit = setting.unit === undefined ? '' : ` of ${setting.unit}`;
  throw new ChargerError('INVALID', `The ${noun} “${given}” cannot be used: enter ${number}${unit}, ${range}`);
}
