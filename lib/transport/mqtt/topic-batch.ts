/**
 * Batch of topics: those added in the same tick go into one packet. A packet and an acknowledgement for each topic kept a
 * thousand chargers busy for seconds [measured].
 */
export interface TopicBatch {
  /** @returns resolves when the packet with this topic is done */
  add(topic: string): Promise<void>;
  /** Leaves the topic out of the packet that is about to be sent. */
  delete(topic: string): void;
}

/** @param send sends one packet; resolves when it is acknowledged, or cannot be any more */
export function createTopicBatch(send: (topics: readonly string[]) => Promise<void>): TopicBatch {
  let next: { topics: Set<string>; done: Promise<void> } | undefined;

  function create(): NonNullable<typeof next> {
    const topics = new Set<string>();
    const done = Promise.resolve().then(() => {
      next = undefined;
      return send([...topics]);
    });
    return { topics, done };
  }

  return {
    add(topic) {
      next ??= create();
      next.topics.add(topic);
      return next.done;
    },
    delete: (topic) => void next?.topics.delete(topic),
  };
}
