/** Row of the fault matrix: what goes wrong, over which connections, and what has to be seen of it. */
import type { ErrorCode } from '../../lib/errors';
import type { Json } from '../../lib/json';
import type { Certificate } from '../support/certificates';
import type { ChargerFixture } from './charger-fixture';

export type Connection = 'http' | 'cloud' | 'mqtt';

export interface Fault {
  name: string;
  on: readonly Connection[];
  begin(fixture: ChargerFixture): unknown;
  /** Takes the cause away. Resolves when it is gone. */
  end(fixture: ChargerFixture): unknown;
  /** What has to be under a node that no message goes through, while the cause lasts. */
  shows: 'offline' | 'online' | 'connecting' | 'either';
  /** Codes that messages may end with meanwhile; where there are any, at least one of them has to come. Blank means none. */
  reads?: string;
  writes?: string;
  /** Text that an error, or the log, has to hold. */
  says?: RegExp;
  /** Happening that a `goe-event` has to send, once. */
  happens?: 'restarted';
  /** It comes and goes, so that each message may go well or fail. */
  comesAndGoes?: boolean;
  /** The cause is there before Node-RED looks for the first time. */
  fromStart?: boolean;
  /** Properties of the configuration node. */
  config?: Record<string, unknown>;
  /** Differences from the usual fixture. */
  fixture?: FixtureOptions;
  /** What a message sets beside its own value. */
  also?: (n: number) => Record<string, Json>;
  /** Duration, from the time when it shows and messages have failed of it. */
  lastsMs?: number;
  /** Longer than usual until it is well again: where it was asked too often, it is left alone for a while. */
  healsWithinMs?: number;
  /** It would disturb the others, so it has Node-RED for itself. */
  alone?: boolean;
}

export interface FixtureOptions {
  /** Node-RED has to give a name instead of an address. */
  named?: boolean;
  /** The broker asks who is there. */
  login?: boolean;
  /** The broker shows this certificate at first. */
  certificate?: (certificates: Certificates) => Certificate;
  /** The charger's own topic prefix. */
  prefix?: string;
}

/** Certificates of a broker: a good one, and one for each thing that can be wrong. */
export interface Certificates {
  /** Certificate of the authority that Node-RED trusts, PEM. */
  authority: string;
  good: Certificate;
  unknown: Certificate;
  expired: Certificate;
  wrongName: Certificate;
}

/** The codes of a column. */
export function codesIn(column: string | undefined): ErrorCode[] {
  return (column ?? '').split(' ').filter((code) => code !== '') as ErrorCode[];
}
