/** Facts of a charger for a probe: the keys to read, and the report that is made of their values. */
import type { Charger, ChargerOptions, Json } from '../charger';
import { CONNECTION_KINDS } from '../charger/connection-kinds';
import { modelNamed } from '../discovery/found';
import { labelOf, parseFirmware } from '../keys';
import { plainText, serialText } from '../plain-text';
import { type ProbeSuccess, writeProblem } from './report';

export type ProbedValues = ReadonlyMap<string, Json>;

const PROBE_KEYS = ['sse', 'typ', 'styp', 'fwv', 'fna', 'car', 'amp', 'ama', 'mca', 'cbl', 'var', 'adi', 'mcr'];

/** Reads the keys of a probe from the charger. @throws ChargerError */
export async function readValues(charger: Charger): Promise<ProbedValues> {
  const known = await charger.read(PROBE_KEYS, 'charger');
  return new Map([...known].map(([key, { value }]) => [key, value]));
}

/** The report of a charger that was found. */
export function successOf(values: ProbedValues, options: ChargerOptions): ProbeSuccess {
  const firmware = plainText(values.get('fwv'), 20);
  const serial = serialText(values.get('sse')) || serialText(options.serial) || serialInPrefix(options.topicPrefix);
  const car = values.get('car');
  return {
    ok: true,
    name: plainText(values.get('fna')) || serial,
    model: modelNamed(values.get('typ'), values.get('styp')),
    firmware,
    serial,
    car: { value: typeof car === 'number' ? car : null, label: carLabel(car, firmware) },
    limits: {
      ...numbers(values, ['amp', 'ama', 'mca', 'cbl', 'var']),
      ...(typeof values.get('adi') === 'boolean' && { adi: values.get('adi') as boolean }),
    },
    ...writing(values, options),
    connection: options.connection,
  };
}

function carLabel(car: Json | undefined, firmware: string): ProbeSuccess['car']['label'] {
  const en = typeof car === 'number' ? labelOf('car', car, 'en', firmware) : undefined;
  const de = typeof car === 'number' ? labelOf('car', car, 'de', firmware) : undefined;
  return en !== undefined && de !== undefined ? { en, de } : undefined;
}

function writing(values: ProbedValues, options: ChargerOptions): Pick<ProbeSuccess, 'canWrite' | 'writeProblem'> {
  if (options.readOnly) return { canWrite: false, writeProblem: writeProblem('readOnlyHere') };
  if (!CONNECTION_KINDS[options.connection].byBroker || values.get('mcr') === false) return { canWrite: true };
  if (values.get('mcr') === true) return { canWrite: false, writeProblem: writeProblem('mqttReadOnly') };
  return { canWrite: 'unknown', writeProblem: writeProblem('notTold') };
}

function numbers(values: ProbedValues, keys: readonly string[]): Record<string, number> {
  const entries = keys.map((key) => [key, values.get(key)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}

/** True where the values have a firmware version that can be read. */
export function hasFirmware(values: ProbedValues): boolean {
  const firmware = values.get('fwv');
  return typeof firmware === 'string' && firmware.length <= 20 && parseFirmware(firmware) !== undefined;
}

function serialInPrefix(prefix = ''): string {
  return serialText(/go-eCharger\/(\d+)\/?$/.exec(prefix)?.[1]);
}
