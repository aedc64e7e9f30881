/** Loading of a module, in a process that has loaded nothing else. */
import { join } from 'node:path';
import type { Subject } from '../subject.types';

/** @param module a package, or a path below `dist` */
export async function start({ module }: { module: string }): Promise<Subject> {
  const file = module.startsWith('lib/') ? join(__dirname, '..', '..', module) : module;
  const started = performance.now();
  require(file);
  const tookMs = performance.now() - started;
  return { delivered: () => 0, acts: { tookMs: () => tookMs }, stop() {} };
}
