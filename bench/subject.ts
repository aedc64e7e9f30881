/** Subject in its process, as the runner uses it. */
import { startProcess } from './process-rpc';
import type { Mark } from './subject.types';

export interface RunningSubject {
  mark(collect?: boolean): Promise<Mark>;
  /** Waits until this number of values is delivered. @throws when no more come before */
  until(delivered: number): Promise<Mark>;
  act<T>(what: string, argument?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Time without a delivery after which values count as lost [our choice]. */
const LOST_AFTER_MS = 10_000;

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
  const child = await startProcess('subject-process', [file], [...nodeOptions, ...profiling]);
  await child.call('start', options);
  return {
    mark: (collect = false) => child.call('mark', collect),
    until: (delivered) => child.call('until', { delivered, timeoutMs: LOST_AFTER_MS }),
    act: (what, argument) => child.call('act', { what, argument }),
    stop: () => child.stop(),
  };
}
