/** Writable form of a message: the message that came, or a copy where it is frozen or its properties cannot be set. */
import { isProxy } from 'node:util/types';

/**
 * To be called before anything is done for the message: afterwards it is too late to fail.
 * @param properties which will be set
 * @throws Error where the message cannot be read either
 */
export function writableMessage<Message extends object>(msg: Message, properties: readonly string[]): Message {
  return isWritable(msg, properties) ? msg : { ...msg };
}

/**
 * Sets properties of a message; one that was frozen meanwhile is copied. A property that is `undefined` is deleted, so that the
 * property of an earlier node is not taken for one of this node.
 */
export function withProperties<Message extends object>(msg: Message, properties: Record<string, unknown>): Message {
  const writable = writableMessage(msg, Object.keys(properties));
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) Reflect.deleteProperty(writable, name);
    else Object.assign(writable, { [name]: value });
  }
  return writable;
}

function isWritable(msg: object, properties: readonly string[]): boolean {
  // A proxy shows only when it is tried what it allows.
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
