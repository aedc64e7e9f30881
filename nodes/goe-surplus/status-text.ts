/** Status text of a decision, short enough for the status of a node: `1-phase 11 A · 2.5 kW · 3-phase in 95 s`. */
import type { Charger } from '../../lib/charger/charger.types';
import type { ActionWord } from '../../lib/surplus';
import type { Translations } from '../runtime/translations';
import { chargerReading } from './charger-reading';
import type { Decision, DecisionReason } from './decision';
import type { StatusEntry } from './texts';

/** English texts, which are the keys of the catalogues for other languages. */
const REASON_TEXTS: Readonly<Record<DecisionReason, StatusEntry>> = {
  'mode-off': 'switched off',
  'mode-fast': 'fast',
  'no-car': 'no car',
  'car-unknown': 'charger does not say',
  'charger-error': 'charger reports an error',
  'no-meter': 'waits for the meter',
  'meter-stale': 'no measurements any more',
  'meter-frozen': 'meter is stuck',
  'battery-stale': 'battery not measured any more',
  'too-little-surplus': 'too little sun',
  'enough-surplus': 'enough sun',
  'min-pause': 'pausing',
  'car-starting': 'car is starting',
  'follows-surplus': 'follows the sun',
  'at-maximum': 'at maximum',
  'car-takes-less': 'car takes less',
  'stop-delay': 'too little sun',
  'min-run': 'too little sun',
  'min-solar': 'minimum',
  'to-three-phases': 'switching to 3 phases',
  'to-one-phase': 'switching to 1 phase',
  'car-full': 'car is full',
  waking: 'waking the car',
  'car-asleep': 'car does not wake',
  fuse: 'fuse limit',
  'charger-limit': 'limit of the charger',
  'energy-limit': 'energy limit reached',
  manual: 'manual override',
  feeding: 'charger follows the sun',
  'feed-ignored': 'charger ignores the meter',
  'feed-missing': 'settings missing',
};

const NEXT_TEXTS: Readonly<Record<ActionWord, StatusEntry>> = {
  start: 'starts in',
  stop: 'stops in',
  'one-phase': '1-phase in',
  'three-phases': '3-phase in',
};

/** Reasons that need no text beside a current. */
const PLAIN = new Set<string>(['follows-surplus', 'mode-fast', 'feeding', 'car-starting']);

/** Refusal of the charger, in the registry's words for its `modelStatus`. */
export function refusalText(
  { reason }: Decision,
  charger: Charger,
  translations: Translations<StatusEntry>,
): string | undefined {
  const because = reason === 'charger-limit' ? chargerReading(charger).refusedBecause : undefined;
  return because == null ? undefined : translations.label('modelStatus', because, charger.firmware);
}

/** @returns the text under the node */
export function statusText(decision: Decision, translations: Translations<StatusEntry>): string {
  const { currentA, phases, powerW, reason, detail, next } = decision;
  const parts: string[] = [];
  // Before the first measurement the node does not set the current.
  if (currentA > 0 && reason !== 'no-meter') {
    parts.push(`${translations.translate(phases === 1 ? '1-phase' : '3-phase')} ${currentA} A`);
    parts.push(
      `${(powerW / 1000).toLocaleString(translations.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} kW`,
    );
  }
  if (parts.length === 0 || !PLAIN.has(reason)) parts.push(detail ?? translations.translate(REASON_TEXTS[reason]));
  // In steps of five seconds, until it is near: each status costs time.
  if (next)
    parts.push(
      `${translations.translate(NEXT_TEXTS[next.action])} ${next.inS < 10 ? next.inS : Math.ceil(next.inS / 5) * 5} s`,
    );
  return parts.join(' · ');
}
