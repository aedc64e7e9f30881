/** What writing needs to know of its charger. */
import type { Transport } from '../transport/transport';
import type { Freshness } from './freshness';
import type { StoredValue } from './value-store';

export interface WriteContext {
  transport: Transport;
  known(key: string): StoredValue | undefined;
  freshness: Freshness;
  /** The charger has shown it before, and leaves it out of its answers now. */
  isLeftOut(key: string): boolean;
}
