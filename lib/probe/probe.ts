/**
 * Probe: a test of a configuration before it is used. It connects to the charger once, reads a few keys, writes nothing, and
 * reports what it found or what is wrong, within about six seconds.
 */
import type { Signal } from '../abort-signal';
import { type Charger, type ChargerOptions, createCharger } from '../charger';
import { CONNECTION_KINDS } from '../charger/connection-kinds';
import { serialText } from '../plain-text';
import { hasFirmware, readValues, successOf } from './charger-facts';
import { probeMqtt } from './probe-mqtt';
import { failed, failureOf, OTHER_DEVICE, type ProbeReport } from './report';

/** Time limit of one request: a person waits in the dialog for the result [our choice]. */
const LONGEST_TIMEOUT_S = 4;

/** Probes a configuration. Never rejects. @param signal ends the probe early */
export async function probe(options: ChargerOptions, signal?: Signal): Promise<ProbeReport> {
  let charger: Charger | undefined;
  try {
    const timeoutS = Math.min(options.timeoutS ?? LONGEST_TIMEOUT_S, LONGEST_TIMEOUT_S);
    charger = createCharger({ ...options, timeoutS });
    const probed = charger;
    const abort = () => void probed.close();
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    try {
      return CONNECTION_KINDS[options.connection].byBroker
        ? await probeMqtt(probed, options, signal)
        : await probePolled(probed, options);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  } catch (thrown) {
    return failureOf(thrown, options.connection);
  } finally {
    await charger?.close().catch(() => {});
  }
}

/** Probes over HTTP or the cloud. */
async function probePolled(charger: Charger, options: ChargerOptions): Promise<ProbeReport> {
  const values = await readValues(charger);
  const isProven = hasFirmware(values) && serialText(values.get('sse')) !== '';
  return isProven ? successOf(values, options) : failed('PROTOCOL', 'otherDevice', OTHER_DEVICE);
}
