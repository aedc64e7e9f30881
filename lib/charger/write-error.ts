/** The error of a write: one for all its keys. It names the charger, every key that failed, its value, and why. */
import { ChargerError, type KeyFailure } from '../errors';
import { isSecret, redactText } from '../keys';
import { toJson } from '../to-json';
import { secretsOf, withoutSecrets } from './secrets';

/** A key that failed, with the value somebody wanted. */
export interface Failed {
  key: string;
  value: unknown;
  failure: KeyFailure;
}

/** A flow that sends thousands of wrong keys must not fill the log with them. */
const MOST_KEYS_NAMED = 50;

/**
 * @param charger its name
 * @param rest what became of the other keys, such as `nothing was sent`
 */
export function writeError(charger: string, failed: readonly [Failed, ...Failed[]], rest?: string): ChargerError {
  const keys: Record<string, KeyFailure> = {};
  const secrets = failed.flatMap(({ key, value }) => secretsOf(key, value));
  for (const { key, failure } of failed) {
    // Defined, not assigned: a message may have named a key `__proto__`.
    Object.defineProperty(keys, key, {
      value: { code: failure.code, why: redactText(withoutSecrets(withoutRawValue(key, failure.why), secrets)) },
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  const parts = failed
    .slice(0, MOST_KEYS_NAMED)
    .map(({ key, value }) => `${shortened(key)} = ${shown(key, value)}: ${keys[key]?.why}`);
  const more = failed.length > MOST_KEYS_NAMED ? `; and ${failed.length - MOST_KEYS_NAMED} more` : '';
  const message = `${charger}: ${parts.join('; ')}${more}${rest ? ` (${rest})` : ''}`;
  return new ChargerError(failed[0].failure.code, redactText(message), { keys });
}

/** Without what stands in parentheses, where chargers repeat the raw value, for a secret key. */
function withoutRawValue(key: string, why: string): string {
  return isSecret(key) ? why.replace(/\(.*$/s, '(***)') : why;
}

/** The text of a value in an error: short, and never a secret. */
function shown(key: string, value: unknown): string {
  if (isSecret(key)) return '***';
  if (typeof value === 'number') return String(value);
  if (value === undefined) return 'nothing';
  // Cyclic, endless, or with getters that throw: its type has to do.
  const copy = toJson(value);
  return 'why' in copy ? `a value of type ${typeof value}` : shortened(JSON.stringify(copy.value));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
