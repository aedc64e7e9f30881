/**
 * A relay in front of a broker that reads the packets: it sets the flag *retain* on everything the broker sends, as some brokers
 * and bridges do, or cuts the connection behind a message.
 */
import { connect, type Socket } from 'node:net';
import { startSocketServer } from './socket-server';

export interface MqttRelay {
  readonly port: number;
  readonly url: string;
  /** Connections that were ever made. */
  readonly made: number;
  /** Sets the flag on everything from now on. */
  retainAll(): void;
  /** Cuts the connection once, right behind a message to such a topic, which the broker still gets. */
  cutBehind(isTopic: (topic: string) => boolean): void;
  /** Cuts the connection each time somebody subscribes to such a topic; the broker does not get it. */
  cutAtSubscribe(isTopic: ((topic: string) => boolean) | undefined): void;
  close(): Promise<void>;
}

const PUBLISH = 3;
const SUBSCRIBE = 8;

/** @param target port on 127.0.0.1 */
export async function startMqttRelay(target: number): Promise<MqttRelay> {
  let retains = false;
  let made = 0;
  let cutBehind: ((topic: string) => boolean) | undefined;
  let cutAt: ((topic: string) => boolean) | undefined;

  const server = await startSocketServer((client) => {
    made += 1;
    const broker = connect(target, '127.0.0.1');
    for (const socket of [client, broker]) socket.on('error', () => socket.destroy());
    const end = () => {
      client.destroy();
      broker.destroy();
    };
    client.on('close', end);
    broker.on('close', end);
    readPackets(broker, (packet) => {
      if (retains && typeOf(packet) === PUBLISH) packet[0] = packet[0]! | 1;
      client.write(packet);
    });
    readPackets(client, (packet) => {
      if (typeOf(packet) === SUBSCRIBE && cutAt && topicsIn(packet).some(cutAt)) return end();
      const isLast = typeOf(packet) === PUBLISH && cutBehind?.(topicsIn(packet)[0]!) === true;
      if (!isLast) return void broker.write(packet);
      cutBehind = undefined;
      client.destroy();
      broker.end(packet);
    });
  });

  return {
    port: server.port,
    url: `mqtt://127.0.0.1:${server.port}`,
    get made() {
      return made;
    },
    retainAll() {
      retains = true;
    },
    cutBehind(isTopic) {
      cutBehind = isTopic;
    },
    cutAtSubscribe(isTopic) {
      cutAt = isTopic;
    },
    close: server.close,
  };
}

const typeOf = (packet: Buffer): number => packet[0]! >> 4;

/** Passes on whole packets [MQTT 3.1.1, 2.2.3]. */
function readPackets(socket: Socket, take: (packet: Buffer) => void): void {
  let read = Buffer.alloc(0);
  socket.on('data', (more) => {
    read = Buffer.concat([read, more]);
    for (let length = lengthOf(read); length !== undefined && read.length >= length; length = lengthOf(read)) {
      const packet = read.subarray(0, length);
      read = read.subarray(length);
      take(packet);
    }
  });
}

/** The whole length of the first packet, or undefined while that is not known. */
function lengthOf(bytes: Buffer): number | undefined {
  const header = headerLength(bytes);
  if (header === undefined) return undefined;
  let length = 0;
  for (let at = 1; at < header; at += 1) length += (bytes[at]! & 127) << (7 * (at - 1));
  return header + length;
}

function headerLength(bytes: Buffer): number | undefined {
  for (let at = 1; at < Math.min(bytes.length, 5); at += 1) if (bytes[at]! < 128) return at + 1;
  return undefined;
}

/** The topic of a PUBLISH, or those of a SUBSCRIBE. */
function topicsIn(packet: Buffer): string[] {
  const topics: string[] = [];
  let at = headerLength(packet)! + (typeOf(packet) === SUBSCRIBE ? 2 : 0);
  do {
    const length = packet.readUInt16BE(at);
    topics.push(packet.toString('utf8', at + 2, at + 2 + length));
    at += length + 3;
  } while (typeOf(packet) === SUBSCRIBE && at < packet.length);
  return topics;
}
