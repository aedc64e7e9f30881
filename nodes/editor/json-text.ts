/** JSON text for people: what fits on a line stays on one, so that a message stays short. */

const LINE = 58;

/** @param room characters a line may have */
export function jsonText(value: unknown, room = LINE, indent = ''): string {
  const flat = inline(value);
  if (indent.length + flat.length <= room || typeof value !== 'object' || value === null) return flat;
  const deeper = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((each) => jsonText(each, room, deeper))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${jsonText(each, room, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${deeper}${lines.join(`,\n${deeper}`)}\n${indent}${close}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).flatMap(([name, each]) =>
      each === undefined ? [] : [`${JSON.stringify(name)}: ${inline(each)}`],
    );
    return `{${parts.join(', ')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

export type JsonPart = { kind: 'key' | 'string' | 'number' | 'other' | 'plain'; text: string };

/** The parts of a JSON text, to be coloured. */
export function jsonParts(text: string): JsonPart[] {
  const parts: JsonPart[] = [];
  let at = 0;
  for (const match of text.matchAll(
    /("(?:\\.|[^"\\])*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g,
  )) {
    if (match.index > at) parts.push({ kind: 'plain', text: text.slice(at, match.index) });
    const [all, quoted, colon] = match;
    if (quoted !== undefined) {
      parts.push({ kind: colon === undefined ? 'string' : 'key', text: quoted });
      if (colon !== undefined) parts.push({ kind: 'plain', text: colon });
    } else parts.push({ kind: /^[tfn]/.test(all) ? 'other' : 'number', text: all });
    at = match.index + all.length;
  }
  if (at < text.length) parts.push({ kind: 'plain', text: text.slice(at) });
  return parts;
}
