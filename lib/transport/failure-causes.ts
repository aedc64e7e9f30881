/**
 * Failure causes: why a charger cannot be reached or used, one wording each with the remedy that helped in the reports. Every
 * transport error has one of these, so that a failure reads the same over HTTP, MQTT and the cloud.
 */
import type { ErrorCode, Reason } from '../errors';
import { TransportError } from './transport';

interface Cause {
  code: ErrorCode;
  reason?: Reason;
  what: string;
  remedy?: string;
}

const IN_THE_APP = 'in the go-e app under Internet, Advanced settings';

const CAUSES = {
  nameUnknown: {
    code: 'OFFLINE',
    reason: 'nameUnknown',
    what: 'the name cannot be resolved',
    remedy: 'use the IP address, or check the name',
  },
  nameUnknownNow: {
    code: 'OFFLINE',
    reason: 'nameUnknown',
    what: 'the name cannot be resolved just now',
    remedy: 'use the IP address, or check the name server',
  },
  nameSlow: {
    code: 'OFFLINE',
    reason: 'nameUnknown',
    what: 'the name cannot be resolved in time',
    remedy: 'use the IP address, or check the name server',
  },
  refused: {
    code: 'OFFLINE',
    reason: 'refused',
    what: 'the connection is refused',
    remedy: 'check the address and whether the device is a charger',
  },
  unreachable: {
    code: 'OFFLINE',
    reason: 'noAnswer',
    what: 'the address cannot be reached',
    remedy: 'check network and power',
  },
  noNetwork: { code: 'OFFLINE', reason: 'noAnswer', what: 'the network cannot be reached' },
  nothingThere: {
    code: 'OFFLINE',
    reason: 'noAnswer',
    what: 'nothing answers at the address',
    remedy: 'check network and power',
  },
  noTls: {
    code: 'OFFLINE',
    reason: 'tls',
    what: 'no secure connection',
    remedy: 'check the address, and the date and time of this computer',
  },
  brokeOff: { code: 'OFFLINE', what: 'the connection broke off' },
  /** The connection ends before the length that was announced [goecharger/go-eCharger-API-v2#170]. */
  brokeOffAnswering: {
    code: 'OFFLINE',
    reason: 'brokenAnswer',
    what: 'the connection broke off in the middle of the answer',
    remedy: 'restart the charger, and update its firmware (055.5 is known for this)',
  },
  notHttp: {
    code: 'PROTOCOL',
    reason: 'otherDevice',
    what: 'the device that answers is not a charger, or its answer is broken',
    remedy: 'check the address',
  },

  apiOff: {
    code: 'OFFLINE',
    reason: 'apiOff',
    what: 'its local HTTP API v2 is switched off',
    remedy: `switch it on ${IN_THE_APP}; if it is already on, restart the charger`,
  },
  /** Firmware 60.1 answers 404 after some minutes until it is restarted [goecharger/go-eCharger-API-v2#287]. */
  apiDied: {
    code: 'OFFLINE',
    reason: 'apiDied',
    what: 'its API answered before, but no longer does',
    remedy: `restart the charger, which firmware 60.1 needs now and then; if that does not help, check that its local HTTP API v2 is switched on ${IN_THE_APP}`,
  },
  /** [goecharger/go-eCharger-API-v2#275, syssi/homeassistant-goecharger-mqtt#22] */
  apiV1: {
    code: 'PROTOCOL',
    reason: 'apiV1',
    what: 'the charger speaks only API v1',
    remedy:
      'firmware 050 or newer is needed: update the charger in the go-e app; chargers older than hardware V3 cannot have it',
  },
  /** [syssi/homeassistant-goecharger-mqtt#117, marq24/ha-goecharger-api2#95] */
  controller: {
    code: 'PROTOCOL',
    reason: 'controller',
    what: 'this is a go-e Controller and not a charger',
    remedy:
      'enter the address, serial number or topic prefix of the charger itself; nothing is written to the Controller',
  },
  /** Firmware 055.5 did so [goecharger/go-eCharger-API-v2#170]. */
  answerCut: {
    code: 'PROTOCOL',
    reason: 'brokenAnswer',
    what: 'its answer breaks off in the middle',
    remedy: 'restart the charger, and update its firmware (055.5 is known for this)',
  },
  /** `ESP_ERR_HTTPD_RESULT_TRUNC`, or a status that says so [goecharger/go-eCharger-API-v2#303]. */
  requestTooLong: {
    code: 'PROTOCOL',
    what: 'the request is too long for the device',
    remedy: 'ask for fewer values at once',
  },
  answerEmpty: { code: 'PROTOCOL', what: 'its answers are empty', remedy: 'restart the charger' },
  otherDevice: {
    code: 'PROTOCOL',
    reason: 'otherDevice',
    what: 'the device that answers is not a charger',
    remedy: 'check the address',
  },
  /** An HTTP status 404 with a text that no charger sends. */
  notFound: {
    code: 'PROTOCOL',
    reason: 'otherDevice',
    what: 'the device that answers is not a charger, or its local HTTP API v2 is switched off',
    remedy: `check the address; if it is the charger's, switch the API on ${IN_THE_APP} and restart the charger`,
  },
  otherCharger: {
    code: 'OFFLINE',
    reason: 'otherCharger',
    what: 'another charger answers at its address',
    remedy: 'give each a fixed address in your router, or restart the flows if it was replaced',
  },
  notLetIn: {
    code: 'AUTH',
    what: 'access is denied',
    remedy: 'a charger needs no login in its own network; check the address, and whether a proxy is in between',
  },
  busy: { code: 'OFFLINE', what: 'the charger cannot answer just now' },
  /** HTTP 500 with an unknown text. */
  stumbled: {
    code: 'PROTOCOL',
    what: 'the charger cannot answer just now',
    remedy: 'restart it if this continues',
  },
  locked: { code: 'TIMEOUT', what: 'the charger is busy with other requests', remedy: 'ask it less often' },

  cloudToken: {
    code: 'AUTH',
    reason: 'wrongToken',
    what: 'the cloud does not accept the token',
    remedy: 'make a new API key in the go-e app',
  },
  cloudOff: {
    code: 'OFFLINE',
    reason: 'cloudOff',
    what: 'the cloud says that the charger is offline, or its cloud API is switched off',
    remedy: `check both ${IN_THE_APP}`,
  },
  cloudStale: {
    code: 'OFFLINE',
    reason: 'cloudStale',
    what: 'the cloud has no fresh data of the charger',
    remedy: "check the charger's internet connection",
  },
  cloudTooOften: {
    code: 'OFFLINE',
    reason: 'tooOften',
    what: 'the cloud was asked too often',
    remedy: 'poll less often',
  },
  cloudBusy: { code: 'OFFLINE', reason: 'cloudBusy', what: 'the cloud cannot answer just now' },
  cloudEmpty: {
    code: 'PROTOCOL',
    what: "the cloud's answers are empty",
    remedy: 'check the serial number, restart the charger',
  },
  cloudNonsense: {
    code: 'PROTOCOL',
    reason: 'otherDevice',
    what: 'the answer is not from the go-e cloud',
    remedy: 'check the serial number',
  },
} as const satisfies Record<string, Cause>;

export type CauseName = keyof typeof CAUSES;

/** The sentence of a reason, without any text of a device. */
export function sentenceOf(reason: Reason): string | undefined {
  const cause = Object.values<Cause>(CAUSES).find((each) => each.reason === reason);
  return cause && [cause.what, cause.remedy].filter(Boolean).join('; ');
}

/**
 * The transport error of a cause.
 * @param more details: `says` in brackets, such as `HTTP 502`; `namely` as part of the sentence; `code` in place of the cause's own
 */
export function failureBy(
  name: CauseName,
  more: {
    says?: string;
    namely?: string;
    code?: ErrorCode;
    maybeSent?: boolean;
    retryAfterMs?: number;
    cause?: unknown;
  } = {},
): TransportError {
  const { code, reason, what, remedy }: Cause = CAUSES[name];
  const { says, namely, ...rest } = more;
  const sentence = [what, says && ` (${says})`, namely && `: ${namely}`, remedy && `; ${remedy}`]
    .filter(Boolean)
    .join('');
  return new TransportError(more.code ?? code, sentence, { reason, ...rest });
}
