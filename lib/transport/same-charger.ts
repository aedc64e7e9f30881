/**
 * Keeps to one charger. A router that hands out addresses anew may give one charger's address to another, or to a go-e
 * Controller: nothing is read from it, and nothing that is meant for the first is written to it.
 */
import type { Json } from '../json';
import { plainText } from '../plain-text';
import { isControllerType, isV1Status, KIND_KEYS, kindOf } from './device-kind';
import { failureBy } from './failure-causes';
import type { PolledApi } from './polled-api';
import { type Keys, TransportError } from './transport';

/** The serial number, which every charger has. */
const SERIAL = 'sse';
/** What kind of device it is does not change without a break; it is looked at so often all the same. */
const KIND_SURE_MS = 60_000;

export interface SameChargerOptions {
  /** The serial number that is configured; without it the first one that answers counts. */
  serial?: string;
  /** Who answers is asked before a write, unless it was answered within this time, or since the look of this write. Default 0. */
  proofMs?: number;
}

/**
 * The same transport. It fails with OFFLINE, naming both serial numbers, as long as another charger answers, and with PROTOCOL
 * where it is no charger at all.
 */
export function sameCharger(api: PolledApi, { serial, proofMs = 0 }: SameChargerOptions = {}): PolledApi {
  let first = serial;
  /** When the newest question was asked that it has answered. */
  let provenAt = Number.NEGATIVE_INFINITY;
  let kindSureUntil = Number.NEGATIVE_INFINITY;
  const now = () => performance.now();

  /** Each body is looked at before anything is taken from it: a status in three portions may come from two devices. */
  api.examine = (body) => {
    if (isV1Status(body)) throw failureBy('apiV1');
    if (isControllerType(body.typ)) throw failureBy('controller');
    const number = body[SERIAL];
    if (typeof number !== 'string') return;
    first ??= number;
    if (!isSame(number, first))
      throw failureBy('otherCharger', {
        namely: `serial number ${plainText(number, 20)}, and not ${plainText(first, 20)}`,
      });
  };

  async function unlessItFails<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      provenAt = Number.NEGATIVE_INFINITY;
      kindSureUntil = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }

  async function ask(keys: Keys, signal: AbortSignal): Promise<Map<string, Json>> {
    const askedAt = now();
    const isMeeting = askedAt >= kindSureUntil;
    const asked = keys === 'all' || !isMeeting ? keys : new Set([...keys, SERIAL, ...KIND_KEYS]);
    const values = await unlessItFails(api.ask(asked, signal).then(unlessController));
    if (isMeeting) {
      kindSureUntil = now() + KIND_SURE_MS;
      // What no charger has was asked for nobody.
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
      const isProven = provenAt >= Math.min(lookedAt, now() - proofMs) && now() < kindSureUntil;
      if (!isProven) await ask(new Set([SERIAL]), signal).catch(unsent);
      return unlessItFails(api.send(values, signal));
    },
  };
}

/** Its keys may have come in different bodies. */
function unlessController(values: Map<string, Json>): Map<string, Json> {
  if (kindOf(values) === 'controller') throw failureBy('controller');
  return values;
}

/** With and without leading zeros it is the same number. */
function isSame(one: string, other: string): boolean {
  return one.replace(/^0+/, '') === other.replace(/^0+/, '');
}

/** What went wrong while it was asked who answers has sent nothing of a write. */
function unsent(error: unknown): never {
  if (!(error instanceof TransportError)) throw error;
  const { code, message, reason, retryAfterMs, cause } = error;
  throw new TransportError(code, message, { reason, retryAfterMs, cause });
}
