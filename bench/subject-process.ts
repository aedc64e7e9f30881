/** The process of one subject: `subject-process.js <file of subjects/>`. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nowUs } from './clock';
import { serveCalls } from './process-rpc';
import type { Mark, StartSubject, Subject } from './subject.types';

const [name] = process.argv.slice(2);
let subject: Subject;

function mark(collect: boolean): Mark {
  if (collect) global.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    cpuUs: user + system,
    atUs: nowUs(),
    delivered: subject.delivered(),
    rssBytes: rss,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    sockets: process.getActiveResourcesInfo().filter((each) => /^(TCP|TLS)/.test(each)).length,
    heapBytes: heapUsed + external,
  };
}

serveCalls({
  async start(options: unknown) {
    const { start } = require(join(__dirname, 'subjects', name!)) as { start: StartSubject<unknown> };
    subject = await start(options ?? {});
  },
  mark: (collect: boolean) => mark(collect === true),
  /** Waits until a number of values has been delivered since the start. @returns a mark of that moment @throws where no more come */
  async until({ delivered, timeoutMs }: { delivered: number; timeoutMs: number }) {
    let last = -1;
    let changedAt = nowUs();
    while (subject.delivered() < delivered) {
      if (subject.delivered() !== last) {
        last = subject.delivered();
        changedAt = nowUs();
      } else if (nowUs() - changedAt > timeoutMs * 1000)
        throw new Error(`${name}: ${last} of ${delivered} values were delivered`);
      await delay(5);
    }
    return mark(false);
  },
  async act({ what, argument }: { what: string; argument: unknown }) {
    return subject.acts![what]!(argument as never);
  },
  stop: () => subject?.stop(),
});
