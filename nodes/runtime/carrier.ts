/** A message that can carry an answer: the one that came, or a copy where it is frozen or its properties cannot be set. */
import { isProxy } from 'node:util/types';

/**
 * To be called before anything is done for the message, because afterwards it is too late to fail.
 * @param properties which will be set
 * @throws Error where the message cannot be read either
 */
export function carrierOf<Message extends object>(msg: Message, properties: readonly string[]): Message {
  return canCarry(msg, properties) ? msg : { ...msg };
}

/**
 * Sets the answer's properties; a message that was frozen meanwhile is copied. One that is `undefined` is taken away: what an
 * earlier node said about its own answer must not be taken for this one's.
 */
export function carrying<Message extends object>(msg: Message, answer: Record<string, unknown>): Message {
  const carrier = carrierOf(msg, Object.keys(answer));
  for (const [name, value] of Object.entries(answer)) {
    if (value === undefined) Reflect.deleteProperty(carrier, name);
    else Object.assign(carrier, { [name]: value });
  }
  return carrier;
}

function canCarry(msg: object, properties: readonly string[]): boolean {
  // What a proxy allows shows only when it is tried.
  if (isProxy(msg)) return false;
  return properties.every((name) => {
    const own = Object.getOwnPropertyDescriptor(msg, name);
    return own
      ? own.writable === true && own.configurable === true
      : Object.isExtensible(msg) && !inheritsReadOnly(msg, name);
  });
}

function inheritsReadOnly(msg: object, name: string): boolean {
  for (let at: object | null = Object.getPrototypeOf(msg); at; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found) return found.writable !== true;
  }
  return false;
}
