/**
 * Cloud API of the vendor: the same keys as the local API, with responses of its own. The response to a write that it only forwards is 202,
 * before the charger has taken it; outdated data come with 404 and JSON [vendor's API documents, owners' reports].
 */
import { setTimeout as delay } from 'node:timers/promises';
import { SERIAL_KEY } from '../device-kind';
import { failureBy } from '../failure-causes';
import { isTooLong, notAnObject, parseObject, portions, refusal, valuesOf } from '../parse-response';
import type { TransportError, WriteReply } from '../transport';
import { type CloudEndpoint, createCloudBackoff } from './cloud-backoff';
import { createHttpClient, type HttpResponse } from './http-client';
import type { PolledApi } from './polled-api';
import { sendInPortions } from './set-query';

/** Length of a query at the most [our choice]. */
const CLOUD_MAX_QUERY = 1500;
/** HTTP statuses of the cloud's own servers that pass by themselves. */
const PASSING = new Set([502, 503, 504]);
/** Pause before a read that ended with such a status is sent once more [our choice]. */
const RETRY_MS = 500;

/** Address of the cloud for one charger [vendor's API documents]. */
const CLOUD_URL = 'https://{serial}.api.v3.go-e.io';

/** @param template the address, where `{serial}` stands for the serial number */
export function cloudUrlOf(serial: string, template = CLOUD_URL): string {
  return template.replaceAll('{serial}', paddedSerial(serial)).replace(/\/+$/, '');
}

/** Six digits with leading zeros; what is longer stays as it is. */
function paddedSerial(serial: string): string {
  return serial.trim().padStart(6, '0');
}

export function createCloudApi(baseUrl: string, token: string, timeoutMs: number): PolledApi {
  const client = createHttpClient(baseUrl, timeoutMs, {
    // In a header and not in the query: addresses end up in logs.
    headers: { authorization: `Bearer ${token}` },
    keepAlive: true,
  });
  const backoff = createCloudBackoff();
  const portionsOf = (keys: readonly string[]) => portions(keys, CLOUD_MAX_QUERY);

  async function request(endpoint: CloudEndpoint, query: string, signal: AbortSignal): Promise<HttpResponse> {
    backoff.throwIfPaused(endpoint);
    const response = await client.get(`/api/${endpoint}${query}`, signal, endpoint === 'status');
    const paused = backoff.pauseAfter(endpoint, response.status, response.retryAfter);
    if (paused) throw paused;
    return response;
  }

  /** The cloud's own servers lose a read now and then, so it is sent once more [goecharger/go-eCharger-API-v2#219]. */
  async function read(query: string, signal: AbortSignal): Promise<HttpResponse> {
    const response = await request('status', query, signal);
    if (!PASSING.has(response.status)) return response;
    await delay(RETRY_MS, undefined, { signal }).catch(() => {});
    return signal.aborted ? response : request('status', query, signal);
  }

  async function statusObject(query: string, signal: AbortSignal) {
    const { status, text } = await read(query, signal);
    const object = parseObject(text);
    if ((status !== 200 && status !== 400) || !object || object.success === false) throw failure(status, text);
    transport.examine?.(object);
    return object;
  }

  /** Each request asks for the serial number too, where somebody examines the bodies. */
  const withSerial = (keys: readonly string[]) => (transport.examine ? [...new Set([...keys, SERIAL_KEY])] : keys);

  const transport: PolledApi = {
    address: baseUrl,
    portions: portionsOf,
    async ask(keys, signal) {
      if (keys === 'all') return valuesOf(await statusObject('', signal), 'all');
      const found = new Map();
      for (const part of portionsOf([...keys])) {
        const asked = withSerial(part);
        const object = await statusObject(`?filter=${asked.join(',')}`, signal);
        for (const [key, value] of valuesOf(object, new Set(asked))) found.set(key, value);
      }
      // An empty response says nothing about a key, unless there is one with another key in it.
      if (found.size === 0) {
        const proof = valuesOf(await statusObject(`?filter=${SERIAL_KEY}`, signal), new Set([SERIAL_KEY]));
        if (proof.size === 0) throw failureBy('cloudEmpty');
      }
      return found;
    },

    send(values, signal) {
      // What its server takes without encoding is not known, and it takes longer queries.
      return sendInPortions(values, CLOUD_MAX_QUERY, encodeURIComponent, async (query, keys) => {
        const { status, text } = await request('set', `?${query}`, signal);
        return isTooLong(status, text) && status !== 422 && !parseObject(text)
          ? 'too long'
          : writeReplies(keys, status, text);
      });
    },

    forget() {},
    close: () => client.close(),
  };
  return transport;
}

/** The error of a response to a read. */
function failure(status: number, text: string): TransportError {
  const object = parseObject(text);
  if (status === 404 && object && typeof object.reason === 'string') {
    const says = typeof object.age === 'number' ? `${Math.round(object.age)} s old` : undefined;
    return failureBy('cloudStale', { says });
  }
  if (isTooLong(status, text)) return failureBy('requestTooLong', { says: `HTTP ${status}`, maybeSent: true });
  if (status >= 500 && status <= 504) return failureBy('cloudBusy', { says: `HTTP ${status}`, maybeSent: true });
  return notAnObject(status, text, 'cloudNonsense');
}

function writeReplies(keys: readonly string[], status: number, text: string): Map<string, WriteReply> {
  const object = parseObject(text);
  const refused = object ? refusals(object.failed) : new Map<string, string>();
  if (status !== 200 && status !== 202 && status !== 422) throw failure(status, text);
  if (status === 200 && !object) throw notAnObject(status, text, 'cloudNonsense');
  return new Map(
    keys.map((key): [string, WriteReply] => {
      const why = refused.get(key);
      if (why !== undefined) return [key, refusal(why)];
      if (status === 422) return [key, { refused: 'the cloud refuses the value' }];
      // A forwarded write is not taken yet, and the cloud lists even read-only keys as succeeded: only reading back shows it.
      return [key, status === 202 ? 'unknown' : { taken: true }];
    }),
  );
}

/** Reasons by key. `failed` lists objects such as `{"amp":"text"}`, or plain key names. */
function refusals(failed: unknown): Map<string, string> {
  const result = new Map<string, string>();
  for (const entry of Array.isArray(failed) ? failed : []) {
    if (typeof entry === 'string') result.set(entry, 'the charger refuses the value');
    else if (typeof entry === 'object' && entry !== null) {
      for (const [key, why] of Object.entries(entry)) {
        result.set(key, typeof why === 'string' ? why : 'the charger refuses the value');
      }
    }
  }
  return result;
}
