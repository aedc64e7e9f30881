/** Node `goe-event`: sends a message when values change, and when something happens at the charger. */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { type Charger, HAPPENINGS, type HappeningName, type Json } from '../../lib/charger/charger.types';
import { withCharger } from '../runtime/charger-node';
import { savedNames } from '../runtime/names';
import { shortTexts } from '../runtime/short-text';
import { createValueLabels } from '../runtime/value-labels';
import { createChangeFilter } from './change-filter';
import { changeMessage, changesMessage, happeningMessage } from './messages';
import { eventMigrations } from './migrate';
import type { Catalogue, StatusEntry } from './texts';

export interface EventConfig extends NodeDef {
  charger: string;
  keys?: string[];
  happenings?: string[];
  initial?: boolean;
  minChange?: number | string;
  minInterval?: number | string;
  output?: 'each' | 'together';
}

export function startNode(RED: NodeAPI, node: Node, saved: EventConfig): void {
  withCharger<EventConfig, Catalogue>(
    RED,
    node,
    saved,
    eventMigrations,
    ({ charger, display, translations, config }) => {
      const names = savedNames(config.keys);
      const happenings = HAPPENINGS.filter((name) => config.happenings?.includes(name));
      if (names.length === 0 && happenings.length === 0) {
        display.close();
        node.status({ fill: 'yellow', shape: 'ring', text: 'nothing chosen' });
        return;
      }
      const labelsOf = createValueLabels(translations, () => charger.firmware);
      const stops: (() => void)[] = [];
      /** Names that the charger leaves out: of the chosen ones, and of those that happenings are made from. */
      const leftOut: { changes: readonly string[]; happenings: readonly string[] } = { changes: [], happenings: [] };
      const showLeftOut = () => display.leftOut([...new Set([...leftOut.changes, ...leftOut.happenings])]);

      if (names.length > 0) {
        const together = config.output === 'together';
        const filter = createChangeFilter(
          {
            initial: config.initial === true,
            minChange: positive(config.minChange),
            minIntervalMs: positive(config.minInterval) * 1000,
            together,
          },
          (changes) => {
            const context = { charger: charger.identity, labelsOf };
            if (together) node.send(changesMessage(changes, context));
            else for (const change of changes) node.send(changeMessage(change, context));
          },
        );
        const textOfLatest = () => shortTexts(latestOf(charger, names), translations, charger.firmware);
        const unwatch = charger.watch(names, {
          changed(changes) {
            filter.changed(changes);
            display.news(textOfLatest);
          },
          leftOut(gone) {
            leftOut.changes = gone;
            showLeftOut();
          },
        });
        stops.push(unwatch, filter.close);
      }

      if (happenings.length > 0) {
        stops.push(
          charger.onHappening(
            happenings as HappeningName[],
            (happening) => {
              // The name of a happening is an entry of the catalogue, so the editor shows it in its own language.
              // Values say more, and whether the charger is there shows already.
              const isShown = happening.topic === 'online' || happening.topic === 'offline';
              if (names.length === 0 && !isShown) display.news((): StatusEntry => happening.topic);
              node.send([null, happeningMessage(happening, charger.identity)]);
            },
            (gone) => {
              leftOut.happenings = gone;
              showLeftOut();
            },
          ),
        );
      }

      node.on('close', () => {
        for (const stop of stops) stop();
      });
    },
  );
}

function latestOf(charger: Charger, names: readonly string[]): Map<string, Json> {
  const latest = new Map<string, Json>();
  for (const name of names) {
    const known = charger.known(name);
    if (known) latest.set(name, known.value);
  }
  return latest;
}

/** A number from the editor, which may come as text; nothing and nonsense count as 0. */
function positive(value: unknown): number {
  const number = Number(value);
  return number > 0 && Number.isFinite(number) ? number : 0;
}
