/** Looks for planted secrets in whatever came out, also as they look in URLs, in JSON and in base64. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** @param found anything: logs, messages, errors with their causes, statuses */
export function holdsNone(secrets: readonly string[], found: Record<string, unknown>): void {
  for (const [where, what] of Object.entries(found)) {
    const text =
      typeof what === 'string'
        ? what
        : inspect(what, {
            depth: 20,
            maxArrayLength: null,
            maxStringLength: null,
            showHidden: true,
            breakLength: Infinity,
          });
    for (const secret of secrets) {
      for (const form of formsOf(secret))
        assert.ok(!text.includes(form), `${where} shows the secret ${secret} as ${form}`);
    }
  }
}

/** Inside longer base64 a secret looks three ways, one for each place it may begin at; only whole characters of it count. */
function formsOf(secret: string): Set<string> {
  const inBase64 = [0, 1, 2].map((lead) => {
    const text = Buffer.from('x'.repeat(lead) + secret)
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(lead === 0 ? 0 : lead + 1, -1);
  });
  return new Set([
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    inspect(secret).slice(1, -1),
    ...inBase64,
  ]);
}
