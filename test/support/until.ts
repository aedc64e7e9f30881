import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a condition is met, which is checked every few milliseconds. */
export async function until(condition: () => unknown, what: string, withinMs = 5000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await delay(5);
  }
}
