/** Topics of one charger that the broker refuses to this user, by its access list, and the error that says so. */

import { TransportError } from '../transport';
import { topicOf, WILDCARD } from './prefixes';

export interface RefusedTopics {
  /** @param disconnects the broker ends the connection instead of refusing them */
  add(topics: readonly string[], disconnects: boolean): void;
  /** Everything below the prefix may be subscribed to at once. */
  hasWildcard(prefix: string): boolean;
  /** The error where the broker refuses all of these topics. */
  errorFor(topics: readonly string[]): TransportError | undefined;
  topics(): string[];
  clear(): void;
}

/** @param prefixes those the charger may use, for the error's text */
export function createRefusedTopics(prefixes: readonly string[]): RefusedTopics {
  /** Refused topics; true where the broker ends the connection instead. */
  const refused = new Map<string, boolean>();
  return {
    add(topics, disconnects) {
      for (const topic of topics) refused.set(topic, disconnects);
    },
    hasWildcard: (prefix) => !refused.has(topicOf(prefix, WILDCARD)),
    errorFor(topics) {
      if (!topics.every((topic) => refused.has(topic))) return undefined;
      const problem = topics.some((topic) => refused.get(topic))
        ? 'the broker ends the connection when this user subscribes to'
        : 'the broker does not let this user subscribe to';
      const remedy = `allow the user at the broker to read and write below ${prefixes.join(' or ')}, or check the topic prefix`;
      return new TransportError('AUTH', `${problem} ${topics.join(' and ')}; ${remedy}`, { reason: 'brokerTopics' });
    },
    topics: () => [...refused.keys()],
    clear: () => refused.clear(),
  };
}
