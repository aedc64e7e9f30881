/** Values of a deployed charger, as the route `goe-charger/<id>/values` gives them to dialogs. */
import type { Availability, Identity, Json } from '../../lib/charger/charger.types';

export interface DeployedValues {
  availability: Availability;
  identity: Identity;
  firmware: string | undefined;
  /** By key; secrets are masked. */
  values: Record<string, Json>;
  /** Everything was asked for, so that `unsupported` is the whole list; before, it is empty. */
  complete: boolean;
  /** Keys of the registry that this charger does not report on this connection. */
  unsupported: string[];
}
