/** Node `goe-set`: a message comes in, values are written, and the message leaves with the values the charger has now. */
import type { Node, NodeAPI, NodeDef, NodeMessageInFlow } from 'node-red';
import type { WriteOutcome } from '../../lib/charger/charger.types';
import { withCharger } from '../runtime/charger-node';
import { copyOf } from '../runtime/copy';
import { attempt } from '../runtime/failure';
import { flagOf } from '../runtime/schema';
import { shortened, shortText } from '../runtime/short-text';
import { timeSlice } from '../runtime/time-slice';
import type { Translations } from '../runtime/translations';
import { withProperties, writableMessage } from '../runtime/writable-message';
import { setMigrations } from './migrate';
import type { Catalogue, StatusEntry } from './texts';
import { type Evaluate, type Row, valuesOfMessage, valuesOfRows } from './values';

export interface SetConfig extends NodeDef {
  charger: string;
  values?: Row[];
  confirm?: 'readback' | 'accepted';
  /** Send a value also where the charger has it already. */
  resend?: boolean;
}

export function startNode(RED: NodeAPI, node: Node, saved: SetConfig): void {
  withCharger<SetConfig, Catalogue>(
    RED,
    node,
    saved,
    setMigrations,
    ({ charger, display, translations, config, closing }) => {
      const rows = Array.isArray(config.values) ? config.values : [];
      const confirm = config.confirm === 'accepted' ? 'accepted' : 'readback';
      const always = flagOf(config.resend);

      node.on('input', (msg: NodeMessageInFlow, send, done) => {
        const endWaiting = display.waiting('sending');
        attempt<Catalogue>(
          node,
          async () => {
            try {
              const values =
                rows.length > 0 ? await valuesOfRows(rows, evaluator(RED, node, msg)) : valuesOfMessage(msg);
              const carrier = writableMessage(msg, ['payload', 'result']);
              const outcomes = await charger.write(values, confirm, closing, { resend: resendOf(msg, always) });
              // Thousands of messages that a newer one has superseded end at the same time.
              await timeSlice();
              const answer = {
                payload: Object.fromEntries([...outcomes].map(([key, { value }]) => [key, copyOf(value)])),
                result: Object.fromEntries([...outcomes].map(([key, outcome]) => [key, resultOf(outcome)])),
              };
              const text = () => outcomesText(outcomes, translations, charger.firmware);
              // A superseded message says nothing about whether the charger takes writes.
              if ([...outcomes.values()].some(({ outcome }) => outcome === 'superseded')) display.news(text);
              else display.served(text);
              send(withProperties(carrier, answer));
            } finally {
              endWaiting();
            }
          },
          (error) => display.failed(error),
          done,
        );
      });
    },
  );
}

/** `msg.resend` decides; where it is not there, the node's setting does. */
function resendOf({ resend }: NodeMessageInFlow & { resend?: unknown }, always: boolean): boolean {
  return resend === undefined || resend === null ? always : flagOf(resend);
}

function evaluator(RED: NodeAPI, node: Node, msg: NodeMessageInFlow): Evaluate {
  return (value, type) =>
    new Promise((resolve, reject) => {
      RED.util.evaluateNodeProperty(value, type, node, msg, (error, result) =>
        error ? reject(error) : resolve(result),
      );
    });
}

function resultOf({ outcome, value, previous, limitedBy }: WriteOutcome): WriteOutcome {
  const result = { outcome, value: copyOf(value), previous: previous === undefined ? undefined : copyOf(previous) };
  return limitedBy ? { ...result, limitedBy: { ...limitedBy } } : result;
}

const LONGEST = 40;

/** `amp 16 A`, `amp 16 A · psm Three phases` where several were written, or `amp 32 A (≤ 16 A)` where less can flow. */
function outcomesText(
  outcomes: Map<string, WriteOutcome>,
  translations: Translations<StatusEntry>,
  firmware: string | undefined,
): string {
  const texts = [...outcomes].map(([key, { value, limitedBy }]) => {
    const text = shortText(key, value, translations, firmware);
    const bound = limitedBy && shortText(key, Math.min(...Object.values(limitedBy)), translations, firmware);
    return text === undefined ? key : `${key} ${text}${bound === undefined ? '' : ` (≤ ${bound})`}`;
  });
  return shortened(texts.join(' · '), LONGEST);
}
