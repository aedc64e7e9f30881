/** One error for a whole write: it names the charger, every key that failed, its value, and why. */
import { ChargerError, type KeyFailure } from '../errors';
import { isSecret, redactText } from '../keys';

/** A key that failed, with the value somebody wanted. */
export interface Failed {
  key: string;
  value: unknown;
  failure: KeyFailure;
}

/**
 * @param charger its name
 * @param rest what became of the other keys, such as `nothing was sent`
 */
export function writeError(charger: string, failed: readonly [Failed, ...Failed[]], rest?: string): ChargerError {
  const keys: Record<string, KeyFailure> = {};
  const parts = failed.map(({ key, value, failure: { code, why } }) => {
    const told = withoutSecret(key, value, why);
    // Defined, not assigned: a message may have named a key `__proto__`.
    Object.defineProperty(keys, key, {
      value: { code, why: told },
      enumerable: true,
      configurable: true,
      writable: true,
    });
    return `${excerpt(key)} = ${shown(key, value)}: ${told}`;
  });
  const message = `${charger}: ${parts.join('; ')}${rest ? ` (${rest})` : ''}`;
  return new ChargerError(failed[0].failure.code, redactText(message), { keys });
}

/** A value as it stands in an error: short, and never a secret. */
function shown(key: string, value: unknown): string {
  if (isSecret(key)) return '***';
  try {
    const json = typeof value === 'function' ? undefined : JSON.stringify(value);
    if (json !== undefined) return excerpt(json);
  } catch {
    // Cyclic, a BigInt, or with getters that throw: its type has to do.
  }
  return value === undefined ? 'nothing' : `a ${typeof value}`;
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Chargers repeat the raw value in their refusals, in parentheses. */
function withoutSecret(key: string, value: unknown, why: string): string {
  if (!isSecret(key)) return why;
  const masked = typeof value === 'string' && value !== '' ? why.replaceAll(value, '***') : why;
  return masked.replace(/\(.*\)/s, '(***)');
}
