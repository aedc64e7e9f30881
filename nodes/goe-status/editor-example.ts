/** The example message in the dialog of `goe-status`, made by the function that makes the real payload. */
import type { Known } from '../../lib/charger/charger.types';
import type { ExampleMessage, ExampleValues } from '../editor/example-values';
import { type Output, payloadOf } from './payload';

/** Settings that the messages of a node depend on. */
export interface StatusSettings {
  /** None means everything. */
  names: readonly string[];
  output: Output;
}

/** @returns undefined where the message will fail: a single value of nothing, or of what this charger does not have */
export function statusExample({ names, output }: StatusSettings, values: ExampleValues): [ExampleMessage] | undefined {
  const isEverything = names.length === 0;
  if (isEverything && output === 'value') return undefined;
  const shown = isEverything ? values.someNames() : names;
  const stale = values.isOffline;
  const known = new Map<string, Known>();
  const missing: string[] = [];
  for (const name of shown) {
    if (values.isMissing(name)) missing.push(name);
    else known.set(name, { value: values.valueOf(name), time: values.time, stale });
  }
  const [first] = names;
  if (known.size === 0 || (output === 'value' && first !== undefined && !known.has(first))) return undefined;
  const payload = payloadOf({ known, missing }, names, output, values);
  const message = { payload, ...(missing.length > 0 && { missing }), ...(stale && { stale }) };
  return [{ output: 1, topic: '', message, isCut: isEverything, isMadeUp: values.isMadeUp(shown) }];
}
