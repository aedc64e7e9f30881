/**
 * Remote calls between the processes of the bench. Each subject, the load and the runner have a process of their own, so that the
 * CPU time of one never counts for another.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Call {
  id: number;
  method: string;
  argument: unknown;
}

interface Reply {
  id: number;
  value?: unknown;
  error?: string;
}

export interface ProcessClient {
  /** @throws when the method does, or when the process has ended */
  call<T>(method: string, argument?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** @param file below `bench`, without its ending. @param nodeOptions such as `--cpu-prof` */
export async function startProcess(file: string, args: readonly string[], nodeOptions: readonly string[] = []) {
  const child = fork(join(__dirname, `${file}.js`), args, {
    execArgv: ['--expose-gc', ...nodeOptions],
    stdio: ['ignore', process.env.GOE_BENCH_LOG ? 'inherit' : 'ignore', 'inherit', 'ipc'],
  });
  const client = clientOf(child, `${file} ${args[0] ?? ''}`);
  await client.call('hello');
  return client;
}

function clientOf(child: ChildProcess, name: string): ProcessClient {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  child.on('message', ({ id, value, error }: Reply) => {
    const call = pending.get(id);
    pending.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(`${name}: ${error}`));
  });
  child.on('exit', (code) => {
    for (const { reject } of pending.values()) reject(new Error(`${name} ended with ${code}`));
    pending.clear();
  });
  const call = <T>(method: string, argument?: unknown) =>
    new Promise<T>((resolve, reject) => {
      if (child.exitCode !== null || !child.connected) return reject(new Error(`${name} has ended`));
      calls += 1;
      pending.set(calls, { resolve: resolve as (value: unknown) => void, reject });
      child.send({ id: calls, method, argument } satisfies Call);
    });
  return {
    call,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      const kill = setTimeout(() => child.kill('SIGKILL'), 8000);
      await call('stop').catch(() => {});
      if (child.connected) child.disconnect();
      await ended;
      clearTimeout(kill);
    },
  };
}

/** Answers the calls in a started process, which ends with its connection. */
export function serveCalls(methods: Record<string, (argument: never) => unknown>): void {
  process.on('message', async ({ id, method, argument }: Call) => {
    const reply: Reply = { id };
    try {
      const run = method === 'hello' ? () => true : methods[method];
      if (!run) throw new Error(`there is no method “${method}”`);
      reply.value = await run(argument as never);
    } catch (error) {
      reply.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    if (process.connected) process.send!(reply);
  });
  process.on('disconnect', () => process.exit(0));
}
