/**
 * Identity check of a polled charger. A router may give a charger's address to another charger or to a go-e Controller: then nothing
 * is read from it, and nothing that is meant for the first one is written to it.
 */
import type { Json } from '../../json';
import { plainText } from '../../plain-text';
import { isControllerType, isV1Status, KIND_KEYS, kindOf, SERIAL_KEY } from '../device-kind';
import { failureBy } from '../failure-causes';
import { type Keys, TransportError } from '../transport';
import type { PolledApi } from './polled-api';

/** Time between two checks of the kind of device [our choice]. */
const KIND_INTERVAL_MS = 60_000;

export interface SameChargerOptions {
  /** The serial number that is configured; without it the first one that answers counts. */
  serial?: string;
  /** A write is sent without a check if the last one was within this time, or since the look of this write. Default 0. */
  proofMs?: number;
}

/**
 * The same API with the check. It fails with OFFLINE, naming both serial numbers, while another charger answers, and with PROTOCOL
 * where the device is not a charger.
 */
export function sameCharger(api: PolledApi, { serial, proofMs = 0 }: SameChargerOptions = {}): PolledApi {
  let expected = serial;
  /** When the newest request was sent that this charger has answered. */
  let provenAt = Number.NEGATIVE_INFINITY;
  let kindCheckedUntil = Number.NEGATIVE_INFINITY;
  const now = () => performance.now();

  /** Each body is checked before its values are used: a status in three portions may come from two devices. */
  api.examine = (body) => {
    if (isV1Status(body)) throw failureBy('apiV1');
    if (isControllerType(body.typ)) throw failureBy('controller');
    const number = body[SERIAL_KEY];
    if (typeof number !== 'string') return;
    expected ??= number;
    if (!isSame(number, expected))
      throw failureBy('otherCharger', {
        namely: `serial number ${plainText(number, 20)}, and not ${plainText(expected, 20)}`,
      });
  };

  async function unlessItFails<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      provenAt = Number.NEGATIVE_INFINITY;
      kindCheckedUntil = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }

  async function ask(keys: Keys, signal: AbortSignal): Promise<Map<string, Json>> {
    const askedAt = now();
    const isKindDue = askedAt >= kindCheckedUntil;
    const asked = keys === 'all' || !isKindDue ? keys : new Set([...keys, SERIAL_KEY, ...KIND_KEYS]);
    const values = await unlessItFails(api.ask(asked, signal).then(unlessController));
    if (isKindDue) {
      kindCheckedUntil = now() + KIND_INTERVAL_MS;
      // Keys that only this check asked for, and that the charger does not have.
      if (keys !== 'all')
        for (const key of KIND_KEYS) if (values.get(key) === null && !keys.has(key)) values.delete(key);
    }
    provenAt = askedAt;
    return values;
  }

  return {
    ...api,
    ask,
    async send(values, signal, lookedAt = Number.POSITIVE_INFINITY) {
      const isProven = provenAt >= Math.min(lookedAt, now() - proofMs) && now() < kindCheckedUntil;
      if (!isProven) await ask(new Set([SERIAL_KEY]), signal).catch(unsent);
      return unlessItFails(api.send(values, signal));
    },
  };
}

/** Checks all values together, which may have come in different bodies. */
function unlessController(values: Map<string, Json>): Map<string, Json> {
  if (kindOf(values) === 'controller') throw failureBy('controller');
  return values;
}

/** Serial numbers are the same with and without leading zeros. */
function isSame(one: string, other: string): boolean {
  return one.replace(/^0+/, '') === other.replace(/^0+/, '');
}

/** A failure of the check before a write: nothing of the write was sent. */
function unsent(error: unknown): never {
  if (!(error instanceof TransportError)) throw error;
  const { code, message, reason, retryAfterMs, cause } = error;
  throw new TransportError(code, message, { reason, retryAfterMs, cause });
}
