/** Bodies of the requests to the runtime: only what the chosen connection uses, so that no password leaves the form for nothing. */
import { applies, type FormValues, type Setting } from '../runtime/settings';
import { cardOf } from './connections';
import { CHECKS } from './editor-problems';
import { BROKER_SETTINGS, NOT_TESTED, SETTINGS, type SettingName } from './settings';

type Body = Record<string, unknown>;

const TESTED = SETTINGS.filter(({ name }) => !NOT_TESTED.includes(name));
const OF_BROKER = SETTINGS.filter(({ name }) => (BROKER_SETTINGS as readonly SettingName[]).includes(name));

export function testBody(id: string, form: FormValues): Body {
  return { id, ...used(TESTED, form) };
}

export function findBody(id: string, form: FormValues): Body {
  const where = searchOf(form);
  return where === 'broker' ? { where, id, ...used(OF_BROKER, form) } : { where };
}

/** Place that is searched for chargers, by the chosen connection. */
export function searchOf({ connection }: FormValues): 'network' | 'broker' {
  return cardOf(connection)?.search ?? 'network';
}

/** Settings without which it makes no sense to ask. */
export function neededFor(what: 'find' | 'test', form: FormValues): string[] {
  const asked: readonly Setting[] = what === 'test' ? TESTED : searchOf(form) === 'broker' ? OF_BROKER : [];
  return asked.filter(({ name, kind }) => kind === 'number' || Object.hasOwn(CHECKS, name)).map(({ name }) => name);
}

/** A shared broker brings its own login; a stored password arrives as a placeholder that only the runtime resolves. */
function used(settings: readonly Setting[], form: FormValues): Body {
  const sent = settings.filter(
    (setting) => applies(setting, form) && !(setting.kind === 'node' && form[setting.name] === ''),
  );
  return Object.fromEntries(sent.map(({ name }) => [name, form[name]]));
}
