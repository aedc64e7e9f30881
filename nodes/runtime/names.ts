/** Names of keys as flows give them. */
import { MessageError } from './failure';

/** The names a node was saved with; whatever else stands there counts as none. */
export function savedNames(saved: unknown): string[] {
  return Array.isArray(saved) || typeof saved === 'string' ? namesFrom(saved, 'keys') : [];
}

/**
 * Names from a list or from text with commas, without blanks and doubles.
 * @throws MessageError (INVALID) for anything else
 */
export function namesFrom(given: unknown, where: string): string[] {
  const list = typeof given === 'string' ? given.split(',') : given;
  if (!Array.isArray(list) || list.some((name) => typeof name !== 'string'))
    throw new MessageError('invalid keys', `${where} must be an array of names, or names separated by commas`);
  return [...new Set(list.map((name: string) => name.trim()).filter((name) => name !== ''))];
}
