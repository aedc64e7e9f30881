/** What writing needs to know of its charger. */
import type { Wire } from '../wire/wire';
import type { Entry } from './known';

export interface WriteContext {
  wire: Wire;
  known(key: string): Entry | undefined;
  /** The value is as the charger has it now, as far as can be known without asking. */
  isCurrent(key: string, entry: Entry): boolean;
}
