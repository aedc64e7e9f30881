/** What the local API and the cloud have in common: they answer one request, and say nothing unasked. */
import type { Json } from '../json';
import type { Answer, Keys } from './wire';

export interface Transport {
  /** Where it asks: those who ask the same place take turns. */
  readonly address: string;
  /** @throws WireError */
  ask(keys: Keys, signal: AbortSignal): Promise<Map<string, Json>>;
  /** @throws WireError */
  send(values: ReadonlyMap<string, string>, signal: AbortSignal): Promise<Map<string, Answer>>;
  forget(): void;
  close(): Promise<void>;
}
