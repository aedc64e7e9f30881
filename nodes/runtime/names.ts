/** Names of keys and fields as flows give them: a list, or a text with commas. */

/** The names a node was saved with; anything else counts as none. */
export function savedNames(saved: unknown): string[] {
  return namesFrom(saved) ?? [];
}

/** @returns the names of a list or of a text with commas, each once and without blanks; undefined for anything else */
export function namesFrom(given: unknown): string[] | undefined {
  const list = typeof given === 'string' ? given.split(',') : given;
  if (!Array.isArray(list) || list.some((name) => typeof name !== 'string')) return undefined;
  return [...new Set(list.map((name: string) => name.trim()).filter((name) => name !== ''))];
}
