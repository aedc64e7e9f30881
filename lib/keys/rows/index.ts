/** All rows of the registry, sorted by key. The build writes them as data (see `all-rows.ts`). */
import { car } from './car';
import { cards } from './cards';
import { charging } from './charging';
import { chargingReason } from './charging-reason';
import { dailyTrip } from './daily-trip';
import { device } from './device';
import { diagnostics } from './diagnostics';
import { energy } from './energy';
import { grid } from './grid';
import { limits } from './limits';
import { loadBalancing } from './load-balancing';
import { mqtt } from './mqtt';
import { network } from './network';
import { ocpp } from './ocpp';
import { phaseSwitching } from './phase-switching';
import { randomDelay } from './random-delay';
import { schedule } from './schedule';
import { solar } from './solar';
import { tariff } from './tariff';
import { UNPUBLISHED } from './unpublished';
import { wifi } from './wifi';

export const rows = [
  ...charging,
  ...chargingReason,
  ...phaseSwitching,
  ...schedule,
  ...randomDelay,
  ...tariff,
  ...dailyTrip,
  ...energy,
  ...car,
  ...limits,
  ...loadBalancing,
  ...grid,
  ...solar,
  ...cards,
  ...network,
  ...wifi,
  ...mqtt,
  ...ocpp,
  ...device,
  ...diagnostics,
]
  .map((row) => (UNPUBLISHED.has(row.name) ? { ...row, published: false as const } : row))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const duplicate = rows.find(({ name }, at) => name === rows[at - 1]?.name);
if (duplicate) throw new Error(`Key registry: ${duplicate.name} has two rows`);
