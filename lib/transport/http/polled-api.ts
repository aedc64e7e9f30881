/** Polled API: the local API or the cloud, which answer requests and send nothing by themselves. */
import type { Json } from '../../json';
import type { Keys, Transport, WriteReply } from '../transport';

export interface PolledApi {
  /** The address of the serial queue. */
  readonly address: string;
  /**
   * Called with the whole body of each answer to a read before its values are used; its error fails the read. Where there is one,
   * every request asks for the serial number too.
   */
  examine?: (body: { readonly [key: string]: Json }) => void;
  /** The keys that fit into one request each. */
  portions(keys: readonly string[]): string[][];
  /**
   * One read. A key that is missing in the result was left out of an answer that had other keys.
   * @throws TransportError
   */
  ask(keys: Keys, signal: AbortSignal): Promise<Map<string, Json>>;
  /**
   * @param lookedAt see `Transport.send`
   * @throws TransportError
   */
  send(values: ReadonlyMap<string, string>, signal: AbortSignal, lookedAt?: number): Promise<Map<string, WriteReply>>;
  readonly unsendable?: Transport['unsendable'];
  forget(): void;
  close(): Promise<void>;
}
