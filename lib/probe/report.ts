/** Report of a probe: facts of a charger in known fields, or the reason and the remedy. It never quotes what responded. */
import { CONNECTION_KINDS, type ConnectionKind } from '../charger/connection-kinds';
import { ChargerError, type ErrorCode, type Reason } from '../errors';
import { sentenceOf } from '../transport/failure-causes';

export type ProbeReport = ProbeSuccess | ProbeFailure;

export interface ProbeSuccess {
  ok: true;
  /** The owner's name for it; its serial number where it does not report one, as over MQTT. */
  name: string;
  model: string;
  firmware: string;
  serial: string;
  /** State of the car, as `car` reports it. */
  car: { value: number | null; label: { en: string; de: string } | undefined };
  /** By key; those it does not report are missing. Currents in ampere, `var` in kW, `adi`: on the 16 A adapter. */
  limits: { amp?: number; ama?: number; mca?: number; cbl?: number; var?: number; adi?: boolean };
  canWrite: boolean | 'unknown';
  /** The reason why it cannot be written to, or may not be. */
  writeProblem?: { reason: WriteProblem; remedy: Remedy };
  connection: ConnectionKind;
}

export interface ProbeFailure {
  ok: false;
  code: ErrorCode;
  reason: ProbeReason;
  remedy: Remedy;
  /** A plain English sentence for a log; what other devices say is never part of it. */
  detail: string;
  /** mqtt: chargers that are on the broker instead. */
  heard?: { serial: string; topicPrefix: string; alive: boolean }[];
}

export type ProbeReason = Reason | keyof typeof MORE_REASONS;
export type WriteProblem = keyof typeof WRITE_PROBLEMS;

/** Remedy for a failure, as an entry of the catalogues. */
export type Remedy =
  | (typeof REMEDIES)[keyof typeof REMEDIES]
  | (typeof MORE_REASONS)[keyof typeof MORE_REASONS]
  | (typeof WRITE_PROBLEMS)[keyof typeof WRITE_PROBLEMS];

const REMEDIES = {
  apiOff: 'switchOnApi',
  apiDied: 'restartCharger',
  apiV1: 'updateFirmware',
  brokenAnswer: 'restartAndUpdate',
  otherDevice: 'checkAddress',
  controller: 'enterCharger',
  otherCharger: 'fixAddress',
  nameUnknown: 'useIpAddress',
  refused: 'checkAddress',
  noAnswer: 'checkPower',
  tls: 'checkTls',
  cloudOff: 'switchOnCloud',
  cloudStale: 'checkInternet',
  wrongToken: 'newToken',
  tooOften: 'askLessOften',
  cloudBusy: 'tryAgain',
  brokerLogin: 'checkLogin',
  brokerTopics: 'checkBrokerRights',
  brokerDown: 'checkBroker',
  nothingHeard: 'switchOnMqtt',
} as const satisfies Record<Reason, string>;

/** Reasons that only a probe finds, with their remedies. */
const MORE_REASONS = {
  /** The serial number is on the broker below another prefix. */
  wrongPrefix: 'takeHeardPrefix',
  /** Other chargers are on the broker. */
  wrongSerial: 'chooseHeard',
  /** The broker has retained values, and the charger sends nothing. */
  onlyRetained: 'checkPower',
  /** A field of the form is empty or wrong. */
  incomplete: 'completeForm',
  /** The configuration needs something that is known only after a deploy: an environment variable, another node. */
  notDeployed: 'deployFirst',
  /** Anything else. */
  failed: 'tryAgain',
} as const;

/** Reasons why a charger cannot be written to, with their remedies. */
const WRITE_PROBLEMS = {
  /** The configuration forbids writing. */
  readOnlyHere: 'allowHere',
  /** The charger does not take values over MQTT. */
  mqttReadOnly: 'allowMqttWriting',
  /** The charger does not report whether it takes values. */
  notTold: 'tryWriting',
} as const;

/** Entries that each catalogue needs. */
export const PROBE_REASONS: readonly string[] = [...Object.keys(REMEDIES), ...Object.keys(MORE_REASONS)];
export const WRITE_PROBLEM_REASONS: readonly string[] = Object.keys(WRITE_PROBLEMS);
export const PROBE_REMEDIES: readonly string[] = [
  ...new Set([REMEDIES, MORE_REASONS, WRITE_PROBLEMS].flatMap((table) => Object.values(table) as string[])),
];

/** A failure with its remedy. */
export function failed(
  code: ErrorCode,
  reason: ProbeReason,
  detail: string,
  heard?: ProbeFailure['heard'],
): ProbeFailure {
  const remedy = { ...REMEDIES, ...MORE_REASONS }[reason];
  return { ok: false, code, reason, remedy, detail, ...(heard && { heard }) };
}

export function writeProblem(reason: WriteProblem): NonNullable<ProbeSuccess['writeProblem']> {
  return { reason, remedy: WRITE_PROBLEMS[reason] };
}

export const OTHER_DEVICE = 'The device at this address is not a go-eCharger';

/** The failure for an error. Its text is kept where it is our own, and left out where it quotes what another device sent. */
export function failureOf(thrown: unknown, connection: ConnectionKind): ProbeFailure {
  if (!(thrown instanceof ChargerError)) return failed('PROTOCOL', 'failed', 'The test itself failed');
  const { code, reason, message } = thrown;
  if (code === 'PROTOCOL' || reason === 'otherCharger') {
    const ours = reason === undefined || reason === 'otherDevice' ? undefined : sentenceOf(reason);
    return reason && ours ? failed(code, reason, ours) : failed(code, 'otherDevice', OTHER_DEVICE);
  }
  if (code === 'INVALID') return failed(code, 'incomplete', message);
  const silent = CONNECTION_KINDS[connection].byBroker ? 'brokerDown' : 'noAnswer';
  return failed(code, reason ?? (code === 'TIMEOUT' ? silent : 'failed'), message);
}
