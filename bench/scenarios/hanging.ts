/** Scenario hanging: a charger that accepts connections and never answers. */
import type { Bench, Row, Scenario } from '../bench.types';
import { startSubject } from '../subject';

async function socketsOf(bench: Bench, file: string, options: object, seconds: number): Promise<number> {
  await bench.load.call('count', { hanging: true });
  const subject = await startSubject(file, { host: `127.0.0.1:${bench.httpPort}`, ...options });
  try {
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return (await bench.load.call<{ mostSockets: number }>('counted')).mostSockets;
  } finally {
    await subject.stop();
    await bench.load.call('count', {});
  }
}

export const hanging: Scenario = {
  title: 'A charger that hangs: open connections, asked every second',
  async run(bench: Bench): Promise<Row[]> {
    const seconds = bench.quick ? 5 : 12;
    const ours = await socketsOf(bench, 'goe-event', { names: ['car'], pollInterval: 1, nodes: 10 }, seconds);
    const core = await socketsOf(bench, 'http-request', { repeatS: 1 }, seconds);
    const note = `within ${seconds} s; \`inject\` and \`http request\` at the same pace: ${core}`;
    return [
      { what: 'goe-event, ten nodes: sockets', against: '', values: [ours], atMost: 1, unit: 'sockets', note },
      { what: 'goe-event, ten nodes: sockets', against: '`inject` and `http request`', values: [ours / core] },
    ];
  },
};
