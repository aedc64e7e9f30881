/** Embedded broker that reports its connected clients and subscriptions, and keeps what was published. */
import { startSocketServer } from './socket-server';

export interface WatchedBroker {
  readonly url: string;
  readonly port: number;
  /** Clients whose name begins so, and the topics they are subscribed to. */
  clients(prefix: string): number;
  subscriptions(prefix: string): number;
  /** Topics that are retained now. */
  retained(): string[];
  stop(): Promise<void>;
}

/** @param port 0 picks a free one */
export async function startWatchedBroker(port = 0): Promise<WatchedBroker> {
  const { Aedes } = await import('aedes');
  const broker = await Aedes.createBroker();
  const topics = new Map<string, Set<string>>();
  const retained = new Set<string>();
  broker.on('client', ({ id }) => topics.set(id, new Set()));
  broker.on('clientDisconnect', ({ id }) => topics.delete(id));
  broker.on('subscribe', (list, { id }) => {
    for (const { topic } of list) topics.get(id)?.add(topic);
  });
  broker.on('unsubscribe', (list, { id }) => {
    for (const topic of list) topics.get(id)?.delete(topic);
  });
  broker.on('publish', ({ topic, retain }) => retain && retained.add(topic));
  const server = await startSocketServer((socket) => broker.handle(socket), port);
  const named = (prefix: string) => [...topics].filter(([id]) => id.startsWith(prefix));
  return {
    port: server.port,
    url: `mqtt://127.0.0.1:${server.port}`,
    clients: (prefix) => named(prefix).length,
    subscriptions: (prefix) => named(prefix).reduce((sum, [, of]) => sum + of.size, 0),
    retained: () => [...retained],
    async stop() {
      await server.close();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  };
}
