/** What becomes of a charger that was found when it is chosen. */
import type { Found } from '../../lib/discovery/found';
import type { ChargerForm } from './editor-problems';

/** A charger that was heard on a broker; all that a failed test tells of it. */
export type Heard = Pick<Found, 'serial' | 'topicPrefix' | 'alive'>;

/**
 * The fields it fills in.
 * @param others what was found with it
 * @param lastName the name that the last choice filled in: a name that a person gave is not overwritten
 */
export function fieldsOf(
  found: Found | Heard,
  others: readonly (Found | Heard)[],
  form: ChargerForm,
  lastName: string | undefined,
): Partial<ChargerForm> {
  const fields: Partial<ChargerForm> = { serial: found.serial };
  // Without a name, a node is labelled by its serial number anyway.
  const name = 'name' in found && found.name !== found.serial ? found.name : '';
  if (form.name === '' || form.name === lastName) fields.name = name;
  if ('connection' in found && found.connection === 'http') fields.host = found.address;
  else fields.topicPrefix = neededPrefix(found, others);
  return fields;
}

/**
 * The usual prefixes are found by the serial number alone, also after an update of the firmware has changed them. A prefix is
 * needed where it is another's, or where there are two for one serial number.
 */
function neededPrefix(found: Found | Heard, others: readonly (Found | Heard)[]): string {
  const prefix = found.topicPrefix ?? '';
  const isUsual = prefix.replace(/^\//, '') === `go-eCharger/${found.serial}/`;
  const isOnly = others.filter(({ serial }) => serial === found.serial).length <= 1;
  return isUsual && isOnly ? '' : prefix;
}

/** What tells it from the others, for one line: model, serial number, where it is. */
export function aboutOf(found: Found): string {
  const where = found.connection === 'http' ? found.address : found.topicPrefix;
  return [found.model, found.serial === found.name ? '' : found.serial, where].filter(Boolean).join(' · ');
}

/** Whether a saved charger is this one. */
export function isSame(saved: Record<string, unknown>, found: Found): boolean {
  if (found.serial !== '' && String(saved.serial ?? '') === found.serial) return true;
  const host = String(saved.host ?? '').replace(/^http:\/\/|\/$/g, '');
  return found.connection === 'http' && saved.connection === 'http' && host === found.address;
}
