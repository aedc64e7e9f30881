/** What the local API and the cloud have in common: they answer one request, and say nothing unasked. */
import type { Json } from '../json';
import type { Keys, Transport, WriteReply } from './transport';

export interface PolledApi {
  /** Where it asks: those who ask the same place take turns. */
  readonly address: string;
  /**
   * Is given each body that answers a read, as a whole, before anything is taken from it; what it throws is why the read
   * fails. Where there is one, every request asks for the serial number too.
   */
  examine?: (body: { readonly [key: string]: Json }) => void;
  /** The keys that fit into one request each. */
  portions(keys: readonly string[]): string[][];
  /**
   * Gives the values of these keys; what is left out of them was left out of an answer that had something in it.
   * @throws TransportError
   */
  ask(keys: Keys, signal: AbortSignal): Promise<Map<string, Json>>;
  /**
   * @param lookedAt see `Wire.send`
   * @throws TransportError
   */
  send(values: ReadonlyMap<string, string>, signal: AbortSignal, lookedAt?: number): Promise<Map<string, WriteReply>>;
  readonly unsendable?: Transport['unsendable'];
  forget(): void;
  close(): Promise<void>;
}
