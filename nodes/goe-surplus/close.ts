/** Close of a goe-surplus: it hands over to its successor, or leaves the charger with its shutdown writes. */
import type { CloseReason } from './close-reason';
import { handoverKey, keepHandover } from './handover';
import { valuesAtRemoval, valuesAtStop, writeAtShutdown } from './shutdown-writes';
import { isFeeding, type SurplusNode } from './surplus-node';

/**
 * @param end ends timer and subscriptions, after which a polled charger is neither online nor offline
 * @param beforeItCloses makes the closing charger wait for a write
 * @returns resolves when the node is closed, and never rejects; undefined where there is nothing to wait for
 */
export function closeNode(
  surplus: SurplusNode,
  reason: CloseReason,
  end: () => void,
  beforeItCloses: (work: Promise<void>) => void,
): Promise<void> | undefined {
  const { charger, group, node, ownership, record, writer } = surplus;
  const online = charger.availability.state === 'online';
  end();
  group.leave();
  writer.close();
  if (ownership.conflict) return undefined;
  if (reason === 'redeployed') {
    handOver(surplus);
    return undefined;
  }
  const removed = reason === 'removed';
  const values = shutdownValues(surplus, removed);
  const release = () => ownership.release({ ...writer.target }, values);
  const written = writeAtShutdown(node, charger, record, { values, removed, online });
  if (!written) {
    release();
    return undefined;
  }
  beforeItCloses(written);
  return written.then(release);
}

function shutdownValues({ config, manual, record, settings, strategy, writer }: SurplusNode, removed: boolean) {
  if (removed) return valuesAtRemoval(config.onRemove ?? 'restore', record.found);
  return strategy.inCharge ? valuesAtStop(settings(), writer.target, manual.current) : {};
}

function handOver({
  node,
  config,
  deployed,
  changed,
  strategy,
  writer,
  manual,
  session,
  plug,
  ownership,
}: SurplusNode) {
  ownership.keepForSuccessor();
  keepHandover(handoverKey(node.id, config.charger), {
    feeds: isFeeding(config),
    inCharge: strategy.inCharge,
    state: strategy.state,
    target: { ...writer.target },
    deployed,
    changed,
    manual: manual.current,
    session: session.count,
    plug: plug.observer,
  });
}
