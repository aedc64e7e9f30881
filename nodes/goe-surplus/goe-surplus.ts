/** Charges from the sun: a meter's readings come in, and the charger is regulated, or told what the meter says. */
import { isDeepStrictEqual } from 'node:util';
import type { Node, NodeAPI, NodeMessageInFlow } from 'node-red';
import { complete, type Member } from '../../lib/surplus';
import { connect } from '../runtime/charger-node';
import { attempt, MessageError } from '../runtime/failure';
import { BACKSTOP_KEYS, createBackstop } from './backstop';
import { asNumber, FORCE, hasCar, knownOf, READ_KEYS } from './charger-reading';
import { type Decision, isSame, unknownDecision } from './decision';
import { watchDeploys } from './deploys';
import { createFeed, FEED_KEYS } from './feed';
import { createFreshPower } from './fresh-power';
import { joinGroup } from './group';
import { handOver, takeOver } from './handover';
import { inputOf, type Setting } from './input';
import { createManualWatch, type ManualChange } from './manual';
import { createMeter } from './meter';
import { surplusMigrations } from './migrate';
import { numberOf, type SurplusConfig, settingsOf } from './properties';
import { createRegulation } from './regulate';
import { createSession } from './session';
import { statusText } from './status-text';
import { createWishes, type Wish } from './wish';

const EVERY_MS = 1000;
/** While nothing is decided anew, how often a reading is answered all the same: for a curve of the day. */
const TOLD_EVERY_MS = 10_000;

export = (RED: NodeAPI): void => {
  function GoeSurplus(this: Node, saved: SurplusConfig): void {
    RED.nodes.createNode(this, saved);
    const place = `${this.id} ${saved.charger}`;
    const before = takeOver(place);
    const connected = connect(RED, this, saved, surplusMigrations);
    if (!connected) return;
    const { charger, face, words, config, closing, beforeItCloses } = connected;
    const name = this.name || 'goe-surplus';
    const chosen = settingsOf(config);
    // What messages changed stays over a deploy, unless the node itself was given other settings.
    let setting: Setting = isDeepStrictEqual(before?.chosen, chosen) ? before!.setting : {};
    const settings = () => complete({ ...chosen, ...setting });
    const deploys = watchDeploys(RED, this.id, saved.charger);

    let trouble: Error | undefined;
    let decision: Decision | undefined;
    let toldAtMs = 0;
    const text = () => (decision ? statusText(decision, words) : undefined);
    const hooks = {
      failed: (error: Error) => {
        trouble = error;
        face.failed(error);
        this.error(error, {});
      },
      recovered: () => {
        trouble = undefined;
        face.served(text);
      },
    };

    const meter = createMeter(chosen.staleAfter);
    const wishes = createWishes(charger, closing, hooks, before?.wish);
    const manual = createManualWatch(charger, wishes.isOurs, before?.manual);
    const session = createSession(before?.session);
    const freshPower = createFreshPower(charger, closing);
    const feeds = config.strategy === 'feed';
    const backstopWh = (numberOf(config.backstop) ?? 0) * 1000;
    const backstop = createBackstop(charger, wishes, backstopWh);
    const regulation = feeds
      ? undefined
      : createRegulation(charger, settings, meter, wishes, { backstop, before: before?.state });
    const strategy =
      regulation ??
      createFeed(charger, settings, meter, wishes, { prepare: config.prepare === true, signal: closing, ...hooks });

    const look = () => {
      const nowMs = Date.now();
      const plugged = hasCar(charger);
      const set = config.manual === false ? undefined : manual.look(nowMs);
      wishes.pause(config.manual !== false && manual.suspicious);
      if (charger.availability.state === 'offline') tell(unknownDecision(settings().mode, nowMs), nowMs);
      // Before the charger has told anything, nothing can be decided about it.
      else if (knownOf(charger, 'car') !== undefined && knownOf(charger, 'frc') !== undefined) {
        tell(strategy.step(set, nowMs), nowMs);
        wishes.look();
      }
      const flows = {
        chargeW: asNumber(knownOf(charger, 'nrg.powerTotal')),
        gridW: meter.gridW(nowMs),
        batteryW: meter.part('batteryW', nowMs),
      };
      const summary = decision && session.look(plugged, flows, decision, nowMs);
      if (summary) this.send([null, { topic: 'session', payload: summary, charger: charger.identity }]);
    };

    const tell = (next: Decision, nowMs: number) => {
      const since = isSame(next, decision) && next.reason === 'car-unknown' ? decision!.since : next.since;
      const isNews = !isSame(next, decision);
      decision = { ...next, since };
      face.news(text);
      if (!isNews && (nowMs - toldAtMs < TOLD_EVERY_MS || !measuredSince)) return;
      toldAtMs = nowMs;
      measuredSince = false;
      this.send([{ topic: 'surplus', payload: structuredClone(decision), charger: charger.identity }, null]);
    };
    let measuredSince = false;

    const group = joinGroup(config.group ?? '', {
      member: () => memberOf(),
      carFirst(socPercent) {
        const { batteryPriority, batterySoc } = settings();
        return batteryPriority === 'car' || (batteryPriority === 'above-soc' && (socPercent ?? 0) >= batterySoc);
      },
      take(measured) {
        meter.take(measured, Date.now());
        measuredSince = true;
        freshPower(() => safely(look));
      },
    });

    const memberOf = (): Member => {
      const { mode, phases, minCurrent, maxCurrent } = settings();
      const volt = 230;
      const idle =
        mode === 'off' ||
        !hasCar(charger) ||
        ['full', 'asleep', 'manual', 'error'].includes(decision?.state ?? 'error');
      const least = volt * minCurrent * (phases === '3' ? 3 : 1);
      const most = volt * maxCurrent * (phases === '1' ? 1 : 3);
      return {
        id: this.id,
        priority: numberOf(config.priority) ?? 1,
        // What a car takes that is nobody's to regulate is a load like any other of the house.
        chargeW: idle ? 0 : (asNumber(knownOf(charger, 'nrg.powerTotal')) ?? 0),
        wants: idle ? null : { minW: mode === 'fast' ? most : least, maxW: most },
        charging: (decision?.currentA ?? 0) > 0,
      };
    };

    /** Nothing that goes wrong in a timer may end Node-RED. */
    const safely = (work: () => void) => {
      try {
        work();
      } catch (thrown) {
        hooks.failed(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    };

    const stopWatching = charger.watch([...READ_KEYS, ...(feeds ? FEED_KEYS : backstopWh > 0 ? BACKSTOP_KEYS : [])], {
      changed: (changes) => manual.changed(changes, Date.now()),
    });
    const timer = setInterval(() => safely(look), EVERY_MS);

    this.on('input', (msg: NodeMessageInFlow, _send, done) =>
      attempt(
        this,
        async () => {
          const input = inputOf(msg, config, name);
          if ('measured' in input) group.measured(input.measured);
          else {
            if (feeds && input.setting.mode === 'min-solar')
              throw new MessageError(
                'invalid value',
                `${name}: mode cannot be min-solar while the charger regulates: send off, solar or fast, or choose the strategy regulate`,
              );
            setting = checked({ ...setting, ...input.setting }, name, settings());
            // Who chooses a mode here wants it to count, whatever was set at the charger before.
            if (input.setting.mode) manual.end();
            look();
          }
          if (trouble) face.news(text);
          else face.served(text);
        },
        (error) => face.failed(error),
        done,
      ),
    );

    this.on('close', (_removed: boolean, done: () => void) => {
      const comesBack = deploys.comesBack();
      // With nobody watching it, a charger that is polled is neither online nor offline.
      const isOnline = charger.availability.state === 'online';
      deploys.close();
      clearInterval(timer);
      stopWatching();
      group.leave();
      wishes.close();
      if (comesBack) {
        handOver(place, {
          state: regulation?.state,
          wish: { ...wishes.current },
          chosen,
          setting,
          manual: manual.current,
          session: session.count,
        });
        return done();
      }
      const last = lastWish(settings(), wishes.current, manual.current);
      if (!last || !isOnline) return done();
      const written = charger.write(last, 'accepted').then(
        () => {},
        (thrown) => this.warn(`${charger.identity.name} was left as it is: ${thrown}`),
      );
      beforeItCloses(written);
      void written.then(done);
    });
  }

  RED.nodes.registerType('goe-surplus', GoeSurplus);
};

/** The two limits have to fit each other. */
function checked(setting: Setting, name: string, now: { minCurrent: number; maxCurrent: number }): Setting {
  const least = setting.minCurrent ?? now.minCurrent;
  const most = setting.maxCurrent ?? now.maxCurrent;
  if (least > most)
    throw new MessageError(
      'invalid value',
      `${name}: minCurrent ${least} A would be above maxCurrent ${most} A: send a lower minCurrent or a higher maxCurrent first`,
    );
  return setting;
}

/**
 * What is set at the end, when nobody will look after the charger: what was chosen for a lost meter. A car that charges fast,
 * or as somebody set it by hand, was never meant to depend on the meter.
 */
function lastWish(
  { mode, onStale, minCurrent }: ReturnType<typeof settingsOf>,
  wish: Readonly<Wish>,
  manual: ManualChange | undefined,
): Record<string, number | null> | undefined {
  if (manual || mode === 'off' || mode === 'fast') return undefined;
  const limited = typeof wish.dwo === 'number';
  const unlimited: Record<string, null> = limited ? { dwo: null } : {};
  if (onStale === 'release') return { frc: FORCE.neutral, ...unlimited };
  if (onStale === 'stop') return { frc: FORCE.off, ...unlimited };
  return limited || wish.frc === FORCE.on ? { amp: minCurrent, frc: FORCE.on, ...unlimited } : undefined;
}
