/** What a probe tells: facts of a charger in known fields, or why there are none and what helps. Never what answered. */
import { CONNECTION_KINDS, type ConnectionKind } from '../charger/connection-kinds';
import { ChargerError, type ErrorCode, type Reason } from '../errors';
import { sentenceOf } from '../transport/causes';

export type ProbeReport = ProbeSuccess | ProbeFailure;

export interface ProbeSuccess {
  ok: true;
  /** What its owner calls it; its serial number where it does not say, as over MQTT. */
  name: string;
  model: string;
  firmware: string;
  serial: string;
  /** What the car is doing. */
  car: { value: number | null; label: { en: string; de: string } | undefined };
  /** By key; those it does not report are missing. Currents in ampere, `var` in kW, `adi`: on the 16 A adapter. */
  limits: { amp?: number; ama?: number; mca?: number; cbl?: number; var?: number; adi?: boolean };
  canWrite: boolean | 'unknown';
  /** Why it cannot be written to, or may not be. */
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
  /** mqtt: chargers that were heard on the broker instead. */
  heard?: { serial: string; topicPrefix: string; alive: boolean }[];
}

export type ProbeReason = Reason | keyof typeof MORE_REASONS;
export type WriteProblem = keyof typeof WRITE_PROBLEMS;

/** What helps, as entries of a catalogue. */
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

/** What only a probe finds out. */
const MORE_REASONS = {
  /** The serial number is on the broker below another prefix. */
  wrongPrefix: 'takeHeardPrefix',
  /** Other chargers are on the broker. */
  wrongSerial: 'chooseHeard',
  /** The broker has kept values, and the charger is silent. */
  onlyRetained: 'checkPower',
  /** A field of the form is empty or wrong. */
  incomplete: 'completeForm',
  /** It depends on something that is known only once it is deployed: an environment variable, another node. */
  notDeployed: 'deployFirst',
  /** Anything else. */
  failed: 'tryAgain',
} as const;

const WRITE_PROBLEMS = {
  /** The configuration says: never write. */
  readOnlyHere: 'allowHere',
  /** The charger does not take values over MQTT. */
  mqttReadOnly: 'allowMqttWriting',
  /** The charger does not tell whether it takes values. */
  notTold: 'tryWriting',
} as const;

/** Every entry that a catalogue needs. */
export const PROBE_REASONS: readonly string[] = [...Object.keys(REMEDIES), ...Object.keys(MORE_REASONS)];
export const WRITE_PROBLEM_REASONS: readonly string[] = Object.keys(WRITE_PROBLEMS);
export const PROBE_REMEDIES: readonly string[] = [
  ...new Set([REMEDIES, MORE_REASONS, WRITE_PROBLEMS].flatMap((table) => Object.values(table) as string[])),
];

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

export const OTHER_DEVICE = 'What answers at this address is not a go-eCharger';

/** The words of an error are kept where they are our own, and left out where a stranger's answer is quoted in them. */
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
