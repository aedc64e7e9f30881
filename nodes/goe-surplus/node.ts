/** goe-surplus node: a meter's measurements come in, and the charger is regulated, or gets them for its own surplus mode. */
import { isDeepStrictEqual } from 'node:util';
import type { Node, NodeAPI, NodeMessageInFlow } from 'node-red';
import type { Json } from '../../lib/charger/charger.types';
import { complete } from '../../lib/surplus';
import { type Connected, withCharger } from '../runtime/charger-node';
import { attempt } from '../runtime/failure';
import { numberOf } from '../runtime/settings';
import { createBackstop } from './backstop';
import { subscribeToCharger } from './charger-changes';
import { openChargerRecord } from './charger-record';
import { closeNode } from './close';
import { watchClose } from './close-reason';
import { createFeedStrategy } from './feed-strategy';
import { type GroupMember, joinGroup, memberOf } from './group';
import { handoverKey, inheritedTarget, takeHandover } from './handover';
import { createManualOverrideWatch } from './manual-override';
import { receiveMessage } from './message';
import { createMeter } from './meter';
import { surplusMigrations } from './migrate';
import { createNodeOutput } from './output';
import { createOwnership } from './owner';
import { createPlug } from './plug';
import { createPowerRefresh } from './power-refresh';
import { type SurplusConfig, settingsOf } from './properties';
import { createRegulateStrategy } from './regulate-strategy';
import { createSessionSources } from './session-sources';
import { isFeeding, type SurplusNode } from './surplus-node';
import { createTargetWriter } from './target';
import type { Catalogue, StatusEntry } from './texts';
import { safeTick, TICK_MS } from './tick';

/** Starts a node, as soon as its charger is there. */
export function startNode(RED: NodeAPI, node: Node, saved: SurplusConfig): void {
  withCharger<SurplusConfig, Catalogue>(RED, node, saved, surplusMigrations, (connected) => run(RED, node, connected));
}

/** Connects the node to its inputs: timer, changes of the charger, messages, close. */
function run(RED: NodeAPI, node: Node, connected: Connected<SurplusConfig, StatusEntry>): void {
  const { config, display, beforeItCloses } = connected;
  const closeWatch = watchClose(RED, node.id, config.charger);
  const surplus = createSurplusNode(RED, node, connected);
  const unsubscribe = subscribeToCharger(surplus);
  const timer = setInterval(() => safeTick(surplus), TICK_MS);

  node.on('input', (msg: NodeMessageInFlow, _send, done) =>
    attempt<Catalogue>(
      node,
      async () => receiveMessage(surplus, msg),
      (error) => display.failed(error),
      done,
    ),
  );

  node.on('close', (_removed: boolean, done: () => void) => {
    const reason = closeWatch.reason();
    const end = () => {
      closeWatch.close();
      clearInterval(timer);
      unsubscribe();
    };
    const closed = closeNode(surplus, reason, end, beforeItCloses);
    if (closed) void closed.then(done);
    else done();
  });
}

/** Builds the parts of a node, from its configuration and from the handover of its predecessor. */
function createSurplusNode(RED: NodeAPI, node: Node, connected: Connected<SurplusConfig, StatusEntry>): SurplusNode {
  const { charger, display, translations, config, closing } = connected;
  const before = takeHandover(handoverKey(node.id, config.charger));
  const deployed = settingsOf(config);
  const output = createNodeOutput(node, charger, display, translations);
  const ownership = createOwnership({ id: node.id, name: node.name || node.id }, config.charger, charger);
  ownership.acquire();
  const meter = createMeter(deployed.staleAfter);
  const { record, beforeWrite } = openChargerRecord(RED, node, charger, config.charger);
  const target = inheritedTarget(before, isFeeding(config), record.found);
  const { failed, recovered } = output;
  const writer = createTargetWriter(charger, closing, { failed, recovered, beforeWrite }, target);
  const isOwnWrite = (key: string, value: Json) => writer.isOwnWrite(key, value) || ownership.isInherited(key, value);
  const plug = createPlug(charger, isOwnWrite, before?.plug);
  const settings = () => complete({ ...deployed, ...surplus.changed });
  const refreshPower = createPowerRefresh(charger, closing);

  const createStrategy = () => {
    if (isFeeding(config)) {
      const options = { prepare: config.prepare === true, signal: closing, record, inCharge: before?.inCharge };
      return createFeedStrategy(plug.charger, settings, meter, writer, { ...options, failed, recovered });
    }
    const backstop = createBackstop(charger, record, (numberOf(config.backstop) ?? 0) * 1000);
    return createRegulateStrategy(plug.charger, settings, meter, writer, { backstop, record, before });
  };

  const member: GroupMember = {
    member() {
      const isFull = surplus.strategy.state?.full === true;
      const id = { id: node.id, priority: numberOf(config.priority) ?? 1 };
      return memberOf(id, plug.charger, settings(), output.decision, isFull);
    },
    carFirst(socPercent) {
      const { batteryPriority, batterySoc } = settings();
      return batteryPriority === 'car' || (batteryPriority === 'above-soc' && (socPercent ?? 0) >= batterySoc);
    },
    receive(measurement) {
      meter.receive(measurement, Date.now());
      output.measured();
      refreshPower(() => safeTick(surplus));
    },
  };

  const surplus: SurplusNode = {
    node,
    name: node.name || 'goe-surplus',
    config,
    charger,
    display,
    deployed,
    // Settings that messages have changed stay over a deploy, unless the node itself was given other settings.
    changed: isDeepStrictEqual(before?.deployed, deployed) ? before!.changed : {},
    settings,
    output,
    ownership,
    meter,
    group: joinGroup(config.group ?? '', member, deployed.staleAfter),
    plug,
    manual: createManualOverrideWatch(charger, plug, isOwnWrite, before?.manual),
    record,
    writer,
    strategy: createStrategy(),
    session: createSessionSources(before?.session),
  };
  return surplus;
}
