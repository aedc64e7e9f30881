/** All scenarios, in the order of the report. */
import type { Scenario } from '../bench.types';
import { backlog } from './backlog';
import { events } from './events';
import { fleetOverHttp, fleetOverMqtt } from './fleet';
import { hanging } from './hanging';
import { install } from './install';
import { latency } from './latency';
import { memory } from './memory';
import { nodes } from './nodes';
import { polls } from './polls';
import { redeploys } from './redeploys';
import { registry } from './registry';
import { start } from './start';
import { writes } from './writes';

export const scenarios: Record<string, Scenario> = {
  events,
  nodes,
  backlog,
  latency,
  polls,
  hanging,
  writes,
  registry,
  memory,
  'fleet-mqtt': fleetOverMqtt,
  'fleet-http': fleetOverHttp,
  start,
  redeploys,
  install,
};
