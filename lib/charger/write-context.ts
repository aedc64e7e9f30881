/** What writing needs to know of its charger. */
import type { Wire } from '../wire/wire';
import type { Freshness } from './freshness';
import type { Entry } from './known';

export interface WriteContext {
  wire: Wire;
  known(key: string): Entry | undefined;
  freshness: Freshness;
  /** The charger has shown it before, and leaves it out of its answers now. */
  isLeftOut(key: string): boolean;
}
