/** Node `goe-status`: a message comes in and leaves with values of the charger. */
import type { Node, NodeAPI, NodeDef, NodeMessageInFlow } from 'node-red';
import type { Json } from '../../lib/charger/charger.types';
import { withCharger } from '../runtime/charger-node';
import { attempt } from '../runtime/failure';
import { savedNames } from '../runtime/names';
import { shortTextOfAll, shortTexts } from '../runtime/short-text';
import { timeSlice } from '../runtime/time-slice';
import { createValueLabels } from '../runtime/value-labels';
import { withProperties } from '../runtime/writable-message';
import { statusMigrations } from './migrate';
import { type DetailTexts, type Output, payloadOf } from './payload';
import { readNames, type Source, wantedNames } from './read';
import type { Catalogue } from './texts';

export interface StatusConfig extends NodeDef {
  charger: string;
  keys?: string[];
  source?: Source;
  output?: Output;
}

export function startNode(RED: NodeAPI, node: Node, saved: StatusConfig): void {
  withCharger<StatusConfig, Catalogue>(
    RED,
    node,
    saved,
    statusMigrations,
    ({ charger, display, translations, config, closing }) => {
      const chosen = savedNames(config.keys);
      const source: Source = config.source === 'charger' ? 'charger' : 'latest';
      const output: Output = config.output === 'value' || config.output === 'details' ? config.output : 'values';

      // Values stay fresh only while something watches them, so a node that gives the latest value watches its keys. A node
      // that asks at every message costs nothing in between, and everything is too much to be asked for all the time.
      // Where the payload is a single value, the status shows that one.
      const shown = output === 'value' ? chosen.slice(0, 1) : chosen;
      const latest = new Map<string, Json>();
      const stop =
        source === 'latest' && chosen.length > 0
          ? charger.watch(chosen, {
              changed(changes) {
                for (const { name, value } of changes) if (shown.includes(name)) latest.set(name, value);
                display.news(() => shortTexts(latest, translations, charger.firmware));
              },
              leftOut: display.leftOut,
            })
          : undefined;

      const texts: DetailTexts = {
        labelsOf: createValueLabels(translations, () => charger.firmware),
        titleOf: (name) => translations.title(name, charger.firmware),
      };

      node.on('input', (msg: NodeMessageInFlow, send, done) => {
        const endWaiting = source === 'charger' ? display.waiting('asking') : undefined;
        attempt<Catalogue>(
          node,
          async () => {
            try {
              const names = wantedNames(msg, chosen);
              const result = await readNames(charger, names, source, closing);
              // Thousands of messages share one answer of the charger.
              await timeSlice();
              const carrier = withProperties(msg, {
                payload: payloadOf(result, names, output, texts),
                missing: result.missing.length > 0 ? result.missing : undefined,
                stale: [...result.known.values()].some(({ stale }) => stale) ? true : undefined,
              });
              const values = new Map([...result.known].map(([name, { value }]) => [name, value]));
              if (output === 'value') for (const name of [...values.keys()].slice(1)) values.delete(name);
              display.served(() =>
                (names.length > 0 ? shortTexts : shortTextOfAll)(values, translations, charger.firmware),
              );
              send(carrier);
            } finally {
              endWaiting?.();
            }
          },
          (error) => display.failed(error),
          done,
        );
      });

      node.on('close', () => stop?.());
    },
  );
}
