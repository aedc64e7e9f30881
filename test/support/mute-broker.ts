/** A broker that grants every topic but some, about which it says nothing at all. */
import { createServer, type Socket } from 'node:net';

export interface MuteBroker {
  readonly url: string;
  /** Topics that were published. */
  readonly published: string[];
  stop(): Promise<void>;
}

export async function startMuteBroker(isMuteAbout: (topic: string) => boolean): Promise<MuteBroker> {
  const { Aedes } = await import('aedes');
  const broker = await Aedes.createBroker({
    authorizeSubscribe: (_client, subscription, done) => {
      if (!isMuteAbout(subscription.topic)) done(null, subscription);
    },
  });
  const published: string[] = [];
  broker.on('publish', ({ topic }, client) => {
    if (client) published.push(topic);
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `mqtt://127.0.0.1:${port}`,
    published,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await closed;
    },
  };
}
