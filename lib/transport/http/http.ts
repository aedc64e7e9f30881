/**
 * Local HTTP API of a charger, as chargers speak it [vendor's API documents, owners' reports]: responses with status 400 and 500
 * carry JSON that counts, and while another client holds its lock it answers 500.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { SERIAL_KEY } from '../device-kind';
import { failureBy } from '../failure-causes';
import { hasJson, isTooLong, parseObject, valuesOf } from '../parse-response';
import type { Keys, TransportError } from '../transport';
import { createHttpClient, type HttpResponse } from './http-client';
import { responseFailure } from './http-failure';
import { writeReplies } from './http-set';
import { createStatusReader, MAX_QUERY, type QueryTooLong, type StatusValues } from './http-status';
import { createMissingApi } from './missing-api';
import type { PolledApi } from './polled-api';
import { encodeForQuery, sendInPortions } from './set-query';

/**
 * Length of a value at the most: one of 233 characters passes and one of 277 does not [goecharger/go-eCharger-API-v2#39,
 * #303]; a buffer of 256 with a zero at its end is likely [our choice].
 */
const MAX_VALUE_LENGTH = 255;
/** Pause before a request to a charger whose lock is held is sent again [our choice]. */
const LOCK_RETRY_MS = 700;

export function createHttpApi(baseUrl: string, timeoutMs: number): PolledApi {
  const client = createHttpClient(baseUrl, timeoutMs);
  const missing = createMissingApi(client, baseUrl);

  /** Sends it again while another client of the charger holds its lock, within the time limit. */
  async function request(path: string, signal: AbortSignal): Promise<HttpResponse> {
    const locked = () => failureBy('locked');
    const end = performance.now() + timeoutMs;
    for (;;) {
      const response = await client.get(path, signal);
      if (response.status !== 500 || !response.text.includes('api lock')) return response;
      if (performance.now() + LOCK_RETRY_MS > end) throw locked();
      await delay(LOCK_RETRY_MS, undefined, { signal }).catch(() => {
        throw locked();
      });
    }
  }

  async function getStatus(query: string, asked: Keys, signal: AbortSignal): Promise<StatusValues | QueryTooLong> {
    const { status, text } = await request(`/api/status${query}`, signal);
    const object = hasJson(status) ? parseObject(text) : undefined;
    if (object) {
      transport.examine?.(object);
      if (status === 200) missing.answered();
      return valuesOf(object, asked);
    }
    if (isTooLong(status, text)) return { tooLong: responseFailure(status, text, missing.hasAnswered) };
    throw await failure(status, text, signal);
  }

  async function failure(status: number, text: string, signal: AbortSignal): Promise<TransportError> {
    return status === 404 ? missing.failure(text, signal) : responseFailure(status, text, missing.hasAnswered);
  }

  const reader = createStatusReader(
    (filter, keys, signal) => getStatus(`?filter=${filter}`, new Set(keys), signal),
    // Each request asks for the serial number too, where somebody examines the bodies.
    (keys) => (transport.examine ? [...new Set([...keys, SERIAL_KEY])] : keys),
  );

  const transport: PolledApi = {
    address: baseUrl,
    portions: reader.portions,
    async ask(keys, signal) {
      if (keys !== 'all') return reader.read([...keys], signal);
      const all = await getStatus('', 'all', signal);
      if ('tooLong' in all) throw all.tooLong;
      return all;
    },

    send(values, signal) {
      return sendInPortions(values, MAX_QUERY, encodeForQuery, async (query, keys) => {
        const { status, text } = await request(`/api/set?${query}`, signal);
        const replies = writeReplies(keys, status, text);
        if (!replies) throw await failure(status, text, signal);
        return replies;
      });
    },

    unsendable(json) {
      const { length } = encodeForQuery(json);
      if (length <= MAX_VALUE_LENGTH) return undefined;
      return `it is too long for HTTP: ${length} characters where the charger takes ${MAX_VALUE_LENGTH}; shorten it, or reach the charger over MQTT, which takes longer values`;
    },

    forget: reader.forget,
    close: () => client.close(),
  };
  return transport;
}
