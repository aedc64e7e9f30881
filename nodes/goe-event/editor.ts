/** The dialog of `goe-event`. */
import { HAPPENINGS } from '../../lib/charger/charger.types';
import type { GoeEditor } from '../editor/api';

interface EventProperties {
  name: string;
  charger: string;
  keys: string[];
  happenings: string[];
  initial: boolean;
  minChange: string;
  minInterval: string;
  output: 'each' | 'together';
  schema: number;
}

let picker: { names(): string[] } | undefined;

function isAmount(value: unknown): boolean {
  const text = String(value ?? '').trim();
  return text === '' || Number(text) >= 0;
}

function boxes(): JQuery {
  return $('#goe-event-happenings input');
}

RED.nodes.registerType<EventProperties>('goe-event', {
  // Hyphens that do not break: Node-RED cuts categories at plain ones, and puts blanks around them in the palette.
  category: 'go‑eCharger',
  color: '#87A980',
  icon: 'goe-event.svg',
  paletteLabel: 'go‑e event',
  inputs: 0,
  outputs: 2,
  defaults: {
    name: { value: '' },
    charger: { value: '', type: 'goe-charger', required: true },
    keys: {
      value: [],
      validate: function (value: string[], _options) {
        return value?.length > 0 || this.happenings?.length > 0 || this._('goe-event.problem.nothing');
      },
    },
    happenings: { value: [] },
    initial: { value: false },
    minChange: {
      value: '',
      validate: function (value: string, _options) {
        return isAmount(value) || this._('goe-event.problem.amount');
      },
    },
    minInterval: {
      value: '',
      validate: function (value: string, _options) {
        return isAmount(value) || this._('goe-event.problem.amount');
      },
    },
    output: { value: 'each' },
    schema: {
      value: 1,
      validate: (value: number, _options) =>
        (RED.plugins.getPlugin('goe-editor') as GoeEditor | undefined)?.problemOfSchema('goe-event', value) ?? true,
    },
  },
  label: function () {
    if (this.name) return this.name;
    const all = [...(this.keys ?? []), ...(this.happenings ?? []).map((name) => this._(name))];
    if (all.length === 0) return this._('goe-event.title.nothing');
    const text = all.join(', ');
    return text.length > 32 ? `${text.slice(0, 31)}…` : text;
  },
  labelStyle: function () {
    return this.name ? 'node_label_italic' : '';
  },
  outputLabels: function (index) {
    return this._(index === 0 ? 'goe-event.port.changes' : 'goe-event.port.happenings');
  },
  oneditprepare: function () {
    const goe = RED.plugins.getPlugin('goe-editor') as GoeEditor | undefined;
    const container = document.getElementById('goe-event-keys');
    if (goe && container)
      picker = goe.keyPicker(container, { names: this.keys ?? [], empty: this._('goe-event.label.noKeys') });
    for (const name of HAPPENINGS) {
      const box = $('<input type="checkbox">').val(name);
      box.prop('checked', this.happenings?.includes(name) ?? false);
      $('<label>')
        .append(box, document.createTextNode(this._(name)))
        .appendTo('#goe-event-happenings');
    }
  },
  oneditsave: function () {
    if (picker) this.keys = picker.names();
    picker = undefined;
    this.happenings = boxes()
      .toArray()
      .flatMap((box) => ((box as HTMLInputElement).checked ? [(box as HTMLInputElement).value] : []));
  },
  oneditcancel: () => {
    picker = undefined;
  },
});
