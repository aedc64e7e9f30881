/** A subject seen from the runner. */
import { startProcess } from './process-talk';
import type { Mark } from './subject.types';

export interface RunningSubject {
  mark(collect?: boolean): Promise<Mark>;
  /** @throws when no more values come before there are so many */
  until(delivered: number): Promise<Mark>;
  act<T>(what: string, argument?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** For how long nothing may be delivered before a subject counts as having lost something. */
const PATIENCE_MS = 10_000;

/** @param file of `subjects/`, without its ending */
export async function startSubject(
  file: string,
  options: object,
  nodeOptions: readonly string[] = [],
): Promise<RunningSubject> {
  const profile = process.env.GOE_BENCH_PROFILE;
  const profiling = profile
    ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${file}-${Date.now()}.cpuprofile`]
    : [];
  const talker = await startProcess('subject-process', [file], [...nodeOptions, ...profiling]);
  await talker.ask('start', options);
  return {
    mark: (collect = false) => talker.ask('mark', collect),
    until: (delivered) => talker.ask('until', { delivered, patienceMs: PATIENCE_MS }),
    act: (what, argument) => talker.ask('act', { what, argument }),
    stop: () => talker.stop(),
  };
}
