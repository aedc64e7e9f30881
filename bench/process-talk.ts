/**
 * Talking with a process of the bench: one question, one answer. What is measured never shares a process with what measures
 * it, so that nobody's time is counted as somebody else's.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Question {
  id: number;
  what: string;
  argument: unknown;
}

interface Reply {
  id: number;
  value?: unknown;
  failure?: string;
}

export interface Talker {
  ask<T>(what: string, argument?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** @param file below `bench`, without its ending. @param nodeOptions such as `--cpu-prof` */
export async function startProcess(file: string, args: readonly string[], nodeOptions: readonly string[] = []) {
  const child = fork(join(__dirname, `${file}.js`), args, {
    execArgv: ['--expose-gc', ...nodeOptions],
    stdio: ['ignore', process.env.GOE_BENCH_LOG ? 'inherit' : 'ignore', 'inherit', 'ipc'],
  });
  const talker = talkTo(child, `${file} ${args[0] ?? ''}`);
  await talker.ask('hello');
  return talker;
}

function talkTo(child: ChildProcess, name: string): Talker {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let questions = 0;
  child.on('message', ({ id, value, failure }: Reply) => {
    const waits = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) waits?.resolve(value);
    else waits?.reject(new Error(`${name}: ${failure}`));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended with ${code}`));
    waiting.clear();
  });
  const ask = <T>(what: string, argument?: unknown) =>
    new Promise<T>((resolve, reject) => {
      if (child.exitCode !== null || !child.connected) return reject(new Error(`${name} has ended`));
      questions += 1;
      waiting.set(questions, { resolve: resolve as (value: unknown) => void, reject });
      child.send({ id: questions, what, argument } satisfies Question);
    });
  return {
    ask,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      const hurry = setTimeout(() => child.kill('SIGKILL'), 8000);
      await ask('stop').catch(() => {});
      if (child.connected) child.disconnect();
      await ended;
      clearTimeout(hurry);
    },
  };
}

/** To be called in the process that is talked to. It ends when nobody talks to it any more. */
export function answerQuestions(answers: Record<string, (argument: never) => unknown>): void {
  process.on('message', async ({ id, what, argument }: Question) => {
    const reply: Reply = { id };
    try {
      const answer = what === 'hello' ? () => true : answers[what];
      if (!answer) throw new Error(`does not know “${what}”`);
      reply.value = await answer(argument as never);
    } catch (error) {
      reply.failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    if (process.connected) process.send!(reply);
  });
  process.on('disconnect', () => process.exit(0));
}
