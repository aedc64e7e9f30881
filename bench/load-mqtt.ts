/** The load over MQTT: chargers that speak in bursts, steadily, or have spoken before. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connectRaw, publish } from './mqtt-packets';
import { jsonOf, KEYS, prefixOf, TIMED } from './traffic';

let socket: Socket;
let round = 0;

async function write(packets: Buffer[]): Promise<void> {
  if (!socket.write(Buffer.concat(packets))) await once(socket, 'drain');
}

function packetsOf(charger: number, keys: readonly string[] = KEYS): Buffer[] {
  return keys.map((key) => publish(prefixOf(charger) + key, jsonOf(key, round)));
}

export const mqttLoad = {
  async connect(port: number) {
    socket = await connectRaw(port);
  },
  /**
   * Bursts of rounds of all keys of a charger, each as fast as the broker takes it, with a pause after it.
   * @returns the number of the last round
   */
  async bursts({
    count,
    rounds,
    keys,
    restMs = 60,
  }: {
    count: number;
    rounds: number;
    keys?: string[];
    restMs?: number;
  }) {
    for (let left = count; left > 0; left -= 1) {
      const packets: Buffer[] = [];
      for (let each = 0; each < rounds; each += 1) {
        round += 1;
        packets.push(...packetsOf(0, keys));
      }
      await write(packets);
      await delay(restMs);
    }
    return round;
  },
  /** Each charger speaks once a second, all of them evenly over the second. */
  async steady({ chargers, seconds }: { chargers: number; seconds: number }) {
    const slices = 50;
    const started = performance.now();
    for (let slice = 0; slice < seconds * slices; slice += 1) {
      if (slice % slices === 0) round += 1;
      const part = slice % slices;
      const packets: Buffer[] = [];
      for (let charger = part; charger < chargers; charger += slices) packets.push(...packetsOf(charger));
      if (packets.length > 0) await write(packets);
      await delay(Math.max(0, started + ((slice + 1) * 1000) / slices - performance.now()));
    }
  },
  /** One value after the other, each with its time, so that no message waits for another. */
  async singly({ count, everyMs }: { count: number; everyMs: number }) {
    for (let sent = 0; sent < count; sent += 1) {
      await write([publish(prefixOf(0) + TIMED, jsonOf(TIMED, 0))]);
      await delay(everyMs);
    }
  },
  /** Retained values of chargers, by key. */
  async retained({ from, to, values }: { from: number; to: number; values: Record<string, string> }) {
    for (let charger = from; charger < to; charger += 1)
      await write(Object.entries(values).map(([key, json]) => publish(prefixOf(charger) + key, json, true)));
  },
  mqttStop: () => socket?.destroy(),
};
