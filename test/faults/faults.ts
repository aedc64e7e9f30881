/** The fault matrix: to add a fault, add a row to one of its tables. */
import { CHARGER_FAULTS } from './charger-faults';
import type { Connection, Fault } from './fault';
import { HTTP_FAULTS } from './http-faults';
import { MQTT_FAULTS } from './mqtt-faults';

/** One fault over one connection. */
export interface Case {
  /** Short, and usable in an address. */
  id: string;
  fault: Fault;
  connection: Connection;
}

export const FAULTS: readonly Fault[] = [...HTTP_FAULTS, ...CHARGER_FAULTS, ...MQTT_FAULTS];

/** All of them, or those whose `connection: name` fits the expression in `GOE_FAULTS`. */
export const CASES: readonly Case[] = FAULTS.flatMap((fault) => fault.on.map((connection) => ({ fault, connection })))
  .map((each, index) => ({ ...each, id: `case-${index}` }))
  .filter(({ fault, connection }) => new RegExp(process.env.GOE_FAULTS ?? '').test(`${connection}: ${fault.name}`));
