/** Canaries: secrets that are looked for in all output, also as they are written in URLs, in JSON and in base64. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';

/** @param found anything: logs, messages, errors with their causes, statuses */
export function holdsNone(secrets: readonly string[], found: Record<string, unknown>): void {
  const shown = shownIn(secrets, found);
  assert.ok(shown === undefined, shown);
}

/** @returns where which secret is shown, and how; `undefined` where none is */
export function shownIn(secrets: readonly string[], found: Record<string, unknown>): string | undefined {
  const forms = secrets.flatMap((secret) => [...formsOf(secret)].map((form) => [secret, form] as const));
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
    for (const [secret, form] of forms)
      if (text.includes(form)) return `${where} shows the secret ${secret} as ${form}`;
  }
  return undefined;
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
