/**
 * Questions to a charger that says nothing unasked. Everybody who asks before a question's turn comes shares it. One that does
 * not fit into a request is asked in portions, each in a turn of its own, so that a write waits for one request at the most;
 * and it ends when nobody waits for it any more.
 */
import type { Json } from '../json';
import type { SerialQueue } from './serial-queue';
import { raceAbort } from './timeout';
import type { Keys } from './transport';

export interface Questions {
  /**
   * @param signal gives up waiting, as does `timeoutMs`; the question goes on while somebody else waits for it
   * @throws TransportError
   */
  ask(keys: Keys, signal?: AbortSignal, timeoutMs?: number): Promise<void>;
  /** Hands on what a long question has brought so far: what is done next may change it. */
  handOn(): void;
}

export interface QuestionsContext {
  inTurn: SerialQueue;
  /** What fits into one request each. */
  portions(keys: readonly string[]): string[][];
  /** One request. @throws TransportError */
  request(keys: Keys): Promise<Map<string, Json>>;
  /** What was asked and what came, taken together where it took several requests. */
  brought(asked: Keys, values: Map<string, Json>): void;
  /** A question was answered to its end. */
  completed(): void;
  closing: AbortSignal;
}

interface Question {
  keys: Keys;
  /** The keys are a set of its own, to which more can be added. */
  isOwn: boolean;
  waiting: number;
  answer: Promise<void>;
}

export function createQuestions(context: QuestionsContext): Questions {
  const { inTurn, closing } = context;
  /** Has not begun, so that more can be asked with it. */
  let queued: Question | undefined;
  let collected: { asked: Keys; values: Map<string, Json> } | undefined;

  function join(question: Question, keys: Keys): void {
    if (question.keys === 'all' || question.keys === keys) return;
    if (keys === 'all') question.keys = 'all';
    else {
      if (!question.isOwn) question.keys = new Set(question.keys);
      question.isOwn = true;
      for (const key of keys) (question.keys as Set<string>).add(key);
    }
  }

  function begin(keys: Keys): Question {
    const question: Question = { keys, isOwn: false, waiting: 0, answer: Promise.resolve() };
    queued = question;
    question.answer = raceAbort(closing, run(question));
    return question;
  }

  async function run(question: Question): Promise<void> {
    let left: Keys[] = [];
    try {
      await inTurn(async () => {
        if (queued === question) queued = undefined;
        const [first, ...others] = partsOf(question.keys);
        left = others;
        if (question.waiting > 0) await part(first!);
      });
      for (const keys of left) {
        if (question.waiting === 0) return;
        await inTurn(() => part(keys));
      }
    } finally {
      handOn();
    }
    if (!closing.aborted && question.waiting > 0) context.completed();
  }

  function partsOf(keys: Keys): Keys[] {
    if (keys === 'all') return [keys];
    const parts = context.portions([...keys]);
    return parts.length <= 1 ? [keys] : parts.map((part) => new Set(part));
  }

  async function part(asked: Keys): Promise<void> {
    const values = await context.request(asked);
    if (collected && (asked === 'all' || collected.asked === 'all')) handOn();
    if (!collected) collected = { asked, values };
    else {
      collected.asked = new Set([...collected.asked, ...asked]);
      for (const [key, value] of values) collected.values.set(key, value);
    }
  }

  function handOn(): void {
    const told = collected;
    collected = undefined;
    if (told && !closing.aborted) context.brought(told.asked, told.values);
  }

  return {
    async ask(keys, signal, timeoutMs) {
      if (queued) join(queued, keys);
      const question = queued ?? begin(keys);
      question.waiting += 1;
      try {
        await (signal ? raceAbort(signal, question.answer, timeoutMs) : question.answer);
      } finally {
        question.waiting -= 1;
      }
    },
    handOn,
  };
}
