/** The example messages in the dialog of `goe-event`, made by the functions that make the real ones. */
import type { Change, HappeningName, Json } from '../../lib/charger/charger.types';
import type { ExampleMessage, ExampleValues } from '../editor/example-values';
import { changeMessage, changesMessage, happeningMessage } from './messages';

/** Settings that the messages of a node depend on. */
export interface EventSettings {
  names: readonly string[];
  happenings: readonly HappeningName[];
  output: 'each' | 'together';
}

/** Length of the session in the example [our choice]. */
const SESSION_MS = 2.5 * 3600 * 1000;

/** First those of changes, then those of happenings; with `together` one of all changes. */
export function eventExamples({ names, happenings, output }: EventSettings, values: ExampleValues): ExampleMessage[] {
  const there = names.filter((name) => !values.isMissing(name));
  const charger = values.identity ?? values.madeUpIdentity;
  const context = { charger, labelsOf: values.labelsOf };
  const changes = there.map((name): Change => {
    const value = values.valueOf(name);
    return { name, value, previous: values.valueBefore(name, value), time: values.time };
  });
  const ofChange = (topic: string, message: object, shown: readonly string[]): ExampleMessage => ({
    output: 1,
    topic,
    message: { ...message },
    isCut: false,
    isMadeUp: values.isMadeUp(shown),
  });
  const ofChanges =
    output === 'together' && changes.length > 0
      ? [ofChange('changes', changesMessage(changes, context), there)]
      : changes.map((change) => ofChange(change.name, changeMessage(change, context), [change.name]));
  const ofHappenings = happenings.map((topic): ExampleMessage => {
    const message = happeningMessage({ topic, payload: happeningPayload(topic, values), time: values.time }, charger);
    return { output: 2, topic, message: { ...message }, isCut: false, isMadeUp: values.identity === undefined };
  });
  return [...ofChanges, ...ofHappenings];
}

/** The payload of each happening, with numbers as they could be. */
export function happeningPayload(topic: HappeningName, values: ExampleValues): Record<string, Json> {
  const wh = values.valueOf('wh');
  const energy = typeof wh === 'number' ? Math.round(wh * 10) / 10 : wh;
  switch (topic) {
    case 'online':
      return {};
    case 'offline':
      return { reason: 'no answer within 10 s', code: 'TIMEOUT' };
    case 'restarted':
      return { rbc: values.valueOf('rbc'), rbt: 4200 };
    case 'car-connected':
      return { car: 3 };
    case 'car-disconnected':
      return { car: 1 };
    case 'charging-started':
      return { car: 2 };
    case 'charging-stopped':
      return { car: 3, energy, ...stopReason(values) };
    case 'charging-finished':
      return { car: 4, energy };
    case 'card-read':
      return { card: 0, name: 'Anna' };
    case 'phases-switched':
      return { phases: 1 };
    case 'error':
      return error(values);
    case 'error-cleared': {
      const { err, label } = error(values);
      return { err: 0, previous: err, label };
    }
    case 'session-ended':
      return {
        start: values.time - SESSION_MS,
        end: values.time,
        energy,
        card: 0,
        peakPower: 11_040,
        chargingTime: 5400,
      };
  }
}

/** The labels in a happening are English, whatever language the editor has. */
function stopReason({ optionsOf }: ExampleValues): { modelStatus: Json; reason: Json } {
  const option = optionsOf('modelStatus').find(({ name }) => /ForceState/i.test(name));
  return { modelStatus: option?.value ?? 0, reason: option?.label ?? null };
}

function error({ optionsOf }: ExampleValues): { err: Json; label: Json } {
  const option = optionsOf('err').find(({ value, label }) => value !== 0 && label !== undefined);
  return { err: option?.value ?? 1, label: option?.label ?? null };
}
