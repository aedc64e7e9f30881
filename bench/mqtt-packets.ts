/** The few MQTT packets a generator of load needs, made by hand: it must be cheaper than what it measures. */
import { connect, type Socket } from 'node:net';

/** @throws where the broker refuses the connection */
export async function connectRaw(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.write(Buffer.concat([Buffer.from([0x10, 16]), text('MQTT'), Buffer.from([4, 2, 0, 0]), text('load')]));
  const first = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve);
    socket.once('error', reject);
  });
  if (first[0] !== 0x20 || first[3] !== 0) throw new Error('the broker lets the load in not');
  socket.on('data', () => {});
  return socket;
}

/** QoS 0. */
export function publish(topic: string, payload: string, retain = false): Buffer {
  const topicBytes = Buffer.byteLength(topic);
  const length = 2 + topicBytes + Buffer.byteLength(payload);
  const head = length < 128 ? [length] : [(length % 128) | 128, Math.floor(length / 128)];
  const packet = Buffer.allocUnsafe(1 + head.length + length);
  packet[0] = retain ? 0x31 : 0x30;
  packet.set(head, 1);
  let at = packet.writeUInt16BE(topicBytes, 1 + head.length);
  at += packet.write(topic, at);
  packet.write(payload, at);
  return packet;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}
