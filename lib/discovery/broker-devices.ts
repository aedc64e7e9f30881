/**
 * Devices that publish on a broker, collected from its messages during a search: chargers, and what publishes as a charger does
 * and cannot be used as one. Anybody can publish anything, so everything is bounded and checked.
 */
import { isObject, type Json } from '../json';
import { decode } from '../keys';
import { plainText, serialText } from '../plain-text';
import { isV1Status, KIND_KEYS, kindOf, TELLING_KEYS } from '../transport/device-kind';
import { V1_STATUS } from '../transport/mqtt/kind-watch';
import { isLive, newTopicRecord, subscribeSent, type TopicRecord } from '../transport/mqtt/liveness';
import { type Found, MOST_FOUND, modelNamed, type OtherDevice } from './found';

export interface BrokerDevices {
  /** A message of the broker. */
  received(topic: string, payload: Buffer, retain: boolean): void;
  /** The devices found so far. */
  found(): { chargers: Found[]; others: OtherDevice[] };
}

interface BrokerDevice {
  found: Found;
  topicPrefix: string;
  /** Values that show its kind and its model, which come each in a message. */
  kindValues: Map<string, Json>;
  /** It publishes the one topic of API v1. */
  isV1: boolean;
  records: Map<string, TopicRecord>;
}

const PREFIXES = ['go-eCharger/+/', '/go-eCharger/+/', 'go-eController/+/', '/go-eController/+/'];
/** Keys with name, type, model, firmware and heartbeat; older firmware publishes neither name nor type [capture: V3 053.1]. */
const SEARCH_KEYS = ['fna', 'typ', 'styp', 'fwv', 'sse', 'car', 'rbt', 'utc', 'fhz'];
const TOPIC = /^(\/?go-e(?:Charger|Controller)\/(\d{3,12})\/)([a-z]{3,6})$/;
/** Longest payload that is read: names are longer than all others, except the one topic of API v1. */
const MOST_VALUE_BYTES = 400;
const MOST_STATUS_BYTES = 8000;

/** Topics to subscribe to for a search. */
export const SEARCH_TOPICS: readonly string[] = PREFIXES.flatMap((prefix) =>
  [...new Set([...SEARCH_KEYS, ...KIND_KEYS, V1_STATUS])].map((key) => prefix + key),
);

/** @param address the broker's URL without user and password */
export function createBrokerDevices(address: string): BrokerDevices {
  const devices = new Map<string, BrokerDevice>();

  function deviceAt(topicPrefix: string, serial: string): BrokerDevice | undefined {
    const known = devices.get(topicPrefix);
    if (known || devices.size >= MOST_FOUND) return known;
    const found: Found = { name: '', serial, model: '', address, connection: 'mqtt', topicPrefix, alive: false };
    const device = { found, topicPrefix, kindValues: new Map(), isV1: false, records: new Map() };
    devices.set(topicPrefix, device);
    return device;
  }

  return {
    received(topic, payload, retain) {
      const [, prefix, serial, key] = TOPIC.exec(topic) ?? [];
      const mostBytes = key === V1_STATUS ? MOST_STATUS_BYTES : MOST_VALUE_BYTES;
      if (!prefix || !serial || !key || payload.length === 0 || payload.length > mostBytes) return;
      const device = deviceAt(prefix, serial);
      if (!device) return;
      const { found, kindValues } = device;
      if (isLive(recordOf(device, key), payload, retain)) found.alive = true;
      const value = valueIn(payload);
      if (value === undefined) return;
      if (key === V1_STATUS) device.isV1 = isObject(value) && isV1Status(value);
      else if (TELLING_KEYS.has(key) || key === 'styp') kindValues.set(key, value);
      if (key === 'fna') found.name = plainText(value);
      if (key === 'fwv' && typeof value === 'string') found.firmware = plainText(value, 20);
      // A prefix may be left over from another charger: the serial number that the charger reports counts.
      if (key === 'sse') found.serial = serialText(value) || serial;
    },

    found() {
      const chargers: Found[] = [];
      const others: OtherDevice[] = [];
      for (const { found, topicPrefix, kindValues, isV1 } of devices.values()) {
        const kind = topicPrefix.includes('go-eController') ? 'controller' : kindOf(kindValues);
        const { serial, alive = false } = found;
        if (kind === 'controller') others.push({ kind, serial, topicPrefix, alive });
        else if (kind !== 'charger' && isV1) others.push({ kind: 'api-v1', serial, topicPrefix, alive });
        else {
          const model = modelNamed(kindValues.get('typ'), kindValues.get('styp'));
          chargers.push({ ...found, name: found.name || serial, model });
        }
      }
      return { chargers, others };
    },
  };
}

/** Record of a topic; each was subscribed to once. */
function recordOf({ records }: BrokerDevice, key: string): TopicRecord {
  const known = records.get(key);
  if (known) return known;
  const record = newTopicRecord();
  subscribeSent(record);
  records.set(key, record);
  return record;
}

function valueIn(payload: Buffer): Json | undefined {
  try {
    return decode(payload.toString());
  } catch {
    return undefined;
  }
}
