/** Found chargers: the fields that a chosen one fills in, and whether it is saved already. */
import type { Found } from '../../lib/discovery/found';
import type { SettingName } from './settings';

/** Settings that a found charger fills in. */
export type FilledIn = Partial<Record<Extract<SettingName, 'name' | 'serial' | 'host' | 'topicPrefix'>, string>>;

/** A charger that a failed test received messages from: all that its report has of it. */
export type OnBroker = Pick<Found, 'serial' | 'topicPrefix' | 'alive'>;

/**
 * The fields that a chosen charger fills in.
 * @param others what was found with it
 * @param name the name in the form
 * @param lastName the name that the last choice filled in: a name that a person gave is not overwritten
 */
export function fieldsOf(
  found: Found | OnBroker,
  others: readonly (Found | OnBroker)[],
  name: string,
  lastName: string | undefined,
): FilledIn {
  const fields: FilledIn = { serial: found.serial };
  // Without a name, a node is labelled by its serial number anyway.
  const ownName = 'name' in found && found.name !== found.serial ? found.name : '';
  if (name === '' || name === lastName) fields.name = ownName;
  if ('connection' in found && found.connection === 'http') fields.host = found.address;
  else fields.topicPrefix = neededPrefix(found, others);
  return fields;
}

/**
 * The usual prefixes are found by the serial number alone, also after an update of the firmware has changed them. A prefix is
 * needed where it is another's, or where there are two for one serial number.
 */
function neededPrefix(found: Found | OnBroker, others: readonly (Found | OnBroker)[]): string {
  const prefix = found.topicPrefix ?? '';
  const isUsual = prefix.replace(/^\//, '') === `go-eCharger/${found.serial}/`;
  const isOnly = others.filter(({ serial }) => serial === found.serial).length <= 1;
  return isUsual && isOnly ? '' : prefix;
}

/** A found charger in one line: model, serial number and address, which distinguish it from others. */
export function aboutOf(found: Found): string {
  const where = found.connection === 'http' ? found.address : found.topicPrefix;
  return [found.model, found.serial === found.name ? '' : found.serial, where].filter(Boolean).join(' · ');
}

/** True for a saved charger that is this one. */
export function isSameCharger(saved: Record<string, unknown>, found: Found): boolean {
  if (found.serial !== '' && String(saved.serial ?? '') === found.serial) return true;
  const host = String(saved.host ?? '').replace(/^http:\/\/|\/$/g, '');
  return found.connection === 'http' && saved.connection === 'http' && host === found.address;
}
