/** The write context: what the parts of a write need of their charger. */
import type { Transport } from '../transport/transport';
import type { Delivery } from './delivery';
import type { Freshness } from './freshness';
import type { StoredValue } from './value-store';

export interface WriteContext {
  transport: Transport;
  delivery: Delivery;
  stored(key: string): StoredValue | undefined;
  freshness: Freshness;
  /** The charger has shown the key before, and leaves it out of its answers now. */
  isLeftOut(key: string): boolean;
}
