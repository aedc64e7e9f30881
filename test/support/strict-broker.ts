/** A broker that does not let everybody listen and write everywhere. */
import { startSocketServer } from './socket-server';

export interface StrictBroker {
  readonly url: string;
  /** Connections that were ever made. */
  readonly made: number;
  readonly open: number;
  /** Topics that were asked for, each time. */
  readonly asked: string[];
  stop(): Promise<void>;
}

export interface StrictRules {
  /** Answers that it does not grant the topic. */
  refuses?(topic: string): boolean;
  /** Ends the connection of who asks for the topic. */
  cuts?(topic: string): boolean;
  /** Ends the connection of who writes to the topic. */
  cutsWriter?(topic: string): boolean;
}

/** @param rules are asked each time, so that they may change meanwhile */
export async function startStrictBroker(rules: StrictRules): Promise<StrictBroker> {
  const { Aedes } = await import('aedes');
  const asked: string[] = [];
  let made = 0;
  let open = 0;
  const broker = await Aedes.createBroker({
    authorizeSubscribe(client, subscription, done) {
      asked.push(subscription.topic);
      if (client && rules.cuts?.(subscription.topic)) client.conn.destroy();
      else done(null, rules.refuses?.(subscription.topic) ? null : subscription);
    },
    authorizePublish(client, packet, done) {
      if (client && rules.cutsWriter?.(packet.topic)) client.conn.destroy();
      else done(null);
    },
  });
  const server = await startSocketServer((socket) => {
    made += 1;
    open += 1;
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      open -= 1;
    });
    broker.handle(socket);
  });
  return {
    url: `mqtt://127.0.0.1:${server.port}`,
    get made() {
      return made;
    },
    get open() {
      return open;
    },
    asked,
    async stop() {
      await server.close();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  };
}
