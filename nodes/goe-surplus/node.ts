/** Charges from the sun: a meter's readings come in, and the charger is regulated, or told what the meter says. */
import { isDeepStrictEqual } from 'node:util';
import type { Node, NodeAPI, NodeMessageInFlow } from 'node-red';
import type { Json } from '../../lib/charger/charger.types';
import { PLUG_KEYS } from '../../lib/charger/plug';
import { complete } from '../../lib/surplus';
import { type Connected, withCharger } from '../runtime/charger-node';
import { attempt, MessageError } from '../runtime/failure';
import { numberOf } from '../runtime/settings';
import { createBackstop } from './backstop';
import { asNumber, knownOf, lackingOf, READ_KEYS } from './charger-reading';
import { openRecord } from './charger-record';
import { type Decision, isSame, unknownDecision } from './decision';
import { watchDeploys } from './deploys';
import { leaveCharger } from './ending';
import { createFeed, FEED_KEYS } from './feed';
import { createFreshPower } from './fresh-power';
import { joinGroup } from './group';
import { handedWish, handOver, takeOver } from './handover';
import { inputOf, type Setting, withSetting } from './input';
import { createManualWatch, RESTART_KEYS } from './manual-override';
import { memberOf } from './member';
import { createMeter } from './meter';
import { surplusMigrations } from './migrate';
import { claimCharger } from './owner';
import { createPlug } from './plug';
import { type SurplusConfig, settingsOf } from './properties';
import { createRegulation } from './regulate';
import { createSession } from './session';
import { wishAtRemoval, wishAtStop } from './shutdown-writes';
import { refusalText, statusText } from './status-text';
import { createWishes } from './target';
import type { Catalogue, StatusEntry } from './texts';

const EVERY_MS = 1000;
/** A charger that answers for so long has told what it tells. */
const TELLS_ALL_MS = 10_000;
/** While nothing is decided anew, how often a reading is answered all the same: for a curve of the day. */
const TOLD_EVERY_MS = 10_000;

export function begin(RED: NodeAPI, node: Node, saved: SurplusConfig): void {
  withCharger<SurplusConfig, Catalogue>(RED, node, saved, surplusMigrations, (connected) =>
    regulate(RED, node, connected),
  );
}

function regulate(
  RED: NodeAPI,
  node: Node,
  { charger, display, translations, config, closing, beforeItCloses }: Connected<SurplusConfig, StatusEntry>,
): void {
  const place = `${node.id} ${config.charger}`;
  const before = takeOver(place);
  const name = node.name || 'goe-surplus';
  const chosen = settingsOf(config);
  // What messages changed stays over a deploy, unless the node itself was given other settings.
  let setting: Setting = isDeepStrictEqual(before?.chosen, chosen) ? before!.setting : {};
  const settings = () => complete({ ...chosen, ...setting });
  const deploys = watchDeploys(RED, node.id, config.charger);

  let trouble: Error | undefined;
  let decision: Decision | undefined;
  let toldAtMs = 0;
  const text = () => {
    if (!decision) return undefined;
    const shown = statusText(decision, translations);
    return decision.reason === 'no-meter' ? { waiting: shown } : shown;
  };
  const hooks = {
    failed: (error: Error) => {
      trouble = error;
      display.failed(error);
      node.error(error, {});
    },
    recovered: () => {
      trouble = undefined;
      display.served(text);
    },
  };

  const claim = claimCharger({ id: node.id, name: node.name || node.id }, config.charger, charger);
  let refusal = claim.refusal();
  let isRefusalTold = false;
  /** Another node has the charger: that is said once, and nothing is done. */
  const isRefused = () => {
    refusal = claim.refusal();
    if (refusal && !isRefusalTold) {
      decision = undefined;
      hooks.failed(refusal);
    } else if (!refusal && isRefusalTold) hooks.recovered();
    isRefusalTold = refusal !== undefined;
    return isRefusalTold;
  };

  const meter = createMeter(chosen.staleAfter);
  const { record, writing } = openRecord(RED, node, charger, config.charger);
  const feeds = config.strategy === 'feed';
  const wish = handedWish(before, feeds, record.found);
  const wishes = createWishes(charger, closing, { ...hooks, writing }, wish);
  const isOurs = (key: string, value: Json) => wishes.isOurs(key, value) || claim.isInherited(key, value);
  const plug = createPlug(charger, isOurs, before?.plug);
  const manual = createManualWatch(charger, plug, isOurs, before?.manual);
  const session = createSession(before?.session);
  const freshPower = createFreshPower(charger, closing);
  const backstop = createBackstop(charger, record, (numberOf(config.backstop) ?? 0) * 1000);
  const feedOptions = { prepare: config.prepare === true, signal: closing, record, inCharge: before?.inCharge };
  const strategy = feeds
    ? createFeed(plug.charger, settings, meter, wishes, { ...feedOptions, ...hooks })
    : createRegulation(plug.charger, settings, meter, wishes, { backstop, record, before });

  const look = () => {
    if (isRefused()) return;
    const nowMs = Date.now();
    const events = plug.look(nowMs);
    const wasUnplugged = events.some(({ kind }) => kind === 'unplugged');
    const set = config.manual === false ? undefined : manual.look(wasUnplugged, nowMs);
    wishes.pause(config.manual !== false && manual.suspicious);
    const { state, since } = charger.availability;
    // Before the charger has told anything, nothing can be decided about it.
    const hasBegun = decision !== undefined || (state === 'online' && nowMs - since >= TELLS_ALL_MS);
    const lacking = hasBegun ? lackingOf(charger) : [];
    display.leftOut(lacking);
    if (state === 'offline' || lacking.length > 0) tell(unknownDecision(settings().mode, nowMs), nowMs);
    else if (hasBegun || lackingOf(charger).length === 0) {
      tell(strategy.step(set, nowMs), nowMs);
      wishes.look();
    }
    const ended = session.look({
      events,
      isPlugged: plug.isPlugged,
      wh: asNumber(knownOf(charger, 'wh')),
      decision,
      nowMs,
      chargeW: asNumber(knownOf(charger, 'nrg.powerTotal')),
      gridW: meter.gridW(nowMs),
      batteryW: meter.part('batteryW', nowMs),
    });
    for (const summary of ended) node.send([null, { topic: 'session', payload: summary, charger: charger.identity }]);
  };

  const tell = (given: Decision, nowMs: number) => {
    const detail = refusalText(given, charger, translations);
    const next = detail === undefined ? given : { ...given, detail };
    const since = isSame(next, decision) && next.reason === 'car-unknown' ? decision!.since : next.since;
    const isNews = !isSame(next, decision);
    decision = { ...next, since };
    display.news(text);
    if (!isNews && (nowMs - toldAtMs < TOLD_EVERY_MS || !measuredSince)) return;
    toldAtMs = nowMs;
    measuredSince = false;
    node.send([{ topic: 'surplus', payload: structuredClone(decision), charger: charger.identity }, null]);
  };
  let measuredSince = false;

  const group = joinGroup(
    config.group ?? '',
    {
      member() {
        const isFull = strategy.state?.full === true;
        const who = { id: node.id, priority: numberOf(config.priority) ?? 1 };
        return memberOf(who, plug.charger, settings(), decision, isFull);
      },
      carFirst(socPercent) {
        const { batteryPriority, batterySoc } = settings();
        return batteryPriority === 'car' || (batteryPriority === 'above-soc' && (socPercent ?? 0) >= batterySoc);
      },
      take(measured) {
        meter.take(measured, Date.now());
        measuredSince = true;
        freshPower(() => safely(look));
      },
    },
    chosen.staleAfter,
  );

  /** Nothing that goes wrong in a timer may end Node-RED. */
  const safely = (work: () => void) => {
    try {
      work();
    } catch (thrown) {
      hooks.failed(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  };

  const watched = [...READ_KEYS, ...PLUG_KEYS, ...RESTART_KEYS, ...(feeds ? FEED_KEYS : [])];
  const stopWatching = charger.watch(watched, {
    changed(changes) {
      plug.changed(changes, Date.now());
      if (refusal) return;
      manual.changed(changes, Date.now());
      for (const { name: key, value, previous } of changes)
        if (!wishes.isOurs(key, value)) record.shown(key, value, previous === undefined);
    },
  });
  const timer = setInterval(() => safely(look), EVERY_MS);

  node.on('input', (msg: NodeMessageInFlow, _send, done) =>
    attempt<Catalogue>(
      node,
      async () => {
        if (isRefused()) throw refusal;
        const input = inputOf(msg, config, name);
        if ('measured' in input) group.measured(input.measured);
        else {
          if (feeds && input.setting.mode === 'min-solar')
            throw new MessageError<StatusEntry>(
              'invalid value',
              `${name}: mode cannot be min-solar while the charger regulates: send off, solar or fast, or choose the strategy regulate`,
            );
          setting = withSetting(setting, input.setting, settings(), name);
          // Who chooses a mode here wants it to count, whatever was set at the charger before.
          if (input.setting.mode) manual.end();
          look();
        }
        if (trouble) display.news(text);
        else display.served(text);
      },
      (error) => display.failed(error),
      done,
    ),
  );

  node.on('close', (_removed: boolean, done: () => void) => {
    const ending = deploys.ending();
    // With nobody watching it, a charger that is polled is neither online nor offline.
    const online = charger.availability.state === 'online';
    deploys.close();
    clearInterval(timer);
    stopWatching();
    group.leave();
    wishes.close();
    if (refusal) return done();
    if (ending === 'comes back') {
      claim.keep();
      handOver(place, {
        feeds,
        inCharge: strategy.inCharge,
        state: strategy.state,
        wish: { ...wishes.current },
        chosen,
        setting,
        manual: manual.current,
        session: session.count,
        plug: plug.observer,
      });
      return done();
    }
    const removed = ending === 'removed';
    const stop = strategy.inCharge ? wishAtStop(settings(), wishes.current, manual.current) : {};
    const last = removed ? wishAtRemoval(config.onRemove ?? 'restore', record.found) : stop;
    const end = () => {
      claim.release({ ...wishes.current }, last);
      done();
    };
    const left = leaveCharger(node, charger, record, { last, removed, online });
    if (!left) return end();
    beforeItCloses(left);
    void left.then(end);
  });
}
