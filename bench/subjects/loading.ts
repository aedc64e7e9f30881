/** What it takes to load a module into a process that has loaded nothing else. */
import { join } from 'node:path';
import type { Subject } from '../subject.types';

/**
 * @param module a package, or a path below `dist`
 * @param looksAt what it gives that is made when it is looked at
 */
export async function start({ module, looksAt }: { module: string; looksAt?: string }): Promise<Subject> {
  const file = module.startsWith('lib/') ? join(__dirname, '..', '..', module) : module;
  const started = performance.now();
  const given = require(file);
  if (looksAt && given[looksAt] === undefined) throw new Error(`${module} gives no ${looksAt}`);
  const tookMs = performance.now() - started;
  return { delivered: () => 0, acts: { tookMs: () => tookMs }, stop() {} };
}
