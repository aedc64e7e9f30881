/** Dialog of `goe-event`. */
import { HAPPENINGS, type HappeningName } from '../../lib/charger/charger.types';
import type { GoeEditor, KeyPicker, Preview } from '../editor/api';
import { bindNumberBox } from '../editor/number-box';
import { keepVariable } from '../editor/variable-option';
import { isVariable } from '../runtime/settings';
import { type EventSettings, eventExamples } from './editor-examples';
import type { Entry } from './texts';

interface EventProperties {
  name: string;
  charger: string;
  keys: string[];
  happenings: HappeningName[];
  initial: boolean;
  minChange: string;
  minInterval: string;
  output: 'each' | 'together';
  schema: number;
}

let picker: KeyPicker | undefined;
let preview: Preview | undefined;

function goeEditor(): GoeEditor | undefined {
  return RED.plugins.getPlugin('goe-editor') as GoeEditor | undefined;
}

function close(): void {
  picker?.close();
  preview?.close();
  picker = undefined;
  preview = undefined;
}

function isAmount(value: unknown): boolean {
  const text = String(value ?? '').trim();
  return text === '' || Number(text) >= 0 || isVariable(text);
}

function isHappening(topic: string): topic is HappeningName {
  return HAPPENINGS.some((name) => name === topic);
}

/** The happenings that are ticked, in the order of the form. */
function ticked(): HappeningName[] {
  return $('#goe-event-happenings input:checked')
    .toArray()
    .map((box) => (box as HTMLInputElement).value as HappeningName);
}

RED.nodes.registerType<EventProperties, Entry>('goe-event', {
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
        return isAmount(value) || this._('goe-event.problem.amount', { label: this._('goe-event.label.minChange') });
      },
    },
    minInterval: {
      value: '',
      validate: function (value: string, _options) {
        return isAmount(value) || this._('goe-event.problem.amount', { label: this._('goe-event.label.minInterval') });
      },
    },
    output: { value: 'each' },
    schema: {
      value: 1,
      validate: (value: number, _options) => goeEditor()?.problemOfSchema('goe-event', value) ?? true,
    },
  },
  label: function () {
    if (this.name) return this.name;
    const names = this.keys ?? [];
    const happenings = (this.happenings ?? []).map((name) => this._(`goe-event.when.${name}`)).join(', ');
    const parts = [
      ...(names.length > 0 ? [goeEditor()?.namesText(names) ?? names.join(', ')] : []),
      ...(happenings === '' ? [] : [this._('goe-event.title.when', { what: happenings })]),
    ];
    if (parts.length === 0) return this._('goe-event.title.nothing');
    const text = parts.join('; ');
    return text.length > 32 ? `${text.slice(0, 31)}…` : text;
  },
  labelStyle: function () {
    return this.name ? 'node_label_italic' : '';
  },
  outputLabels: function (index) {
    return this._(index === 0 ? 'goe-event.port.changes' : 'goe-event.port.happenings');
  },
  oneditprepare: function () {
    for (const name of HAPPENINGS) {
      const box = $('<input type="checkbox">').val(name);
      box.prop('checked', this.happenings?.includes(name) ?? false);
      box.on('change', () => preview?.refresh(box.prop('checked') ? name : undefined));
      $('<label>')
        .append(box, document.createTextNode(this._(name)))
        .appendTo('#goe-event-happenings');
    }
    const goe = goeEditor();
    const container = document.getElementById('goe-event-keys');
    const below = document.getElementById('goe-event-preview');
    if (!goe || !container || !below) return;
    const live = goe.liveOf('node-input-charger');
    let before = this.keys ?? [];
    const keys = goe.keyPicker(container, {
      names: before,
      empty: this._('goe-event.label.noKeys'),
      live,
      changed: (names) => {
        preview?.refresh(names.find((name) => !before.includes(name)));
        before = names;
      },
    });
    picker = keys;
    const output = $('#node-input-output');
    keepVariable(output, this.output);
    for (const name of ['minChange', 'minInterval']) bindNumberBox($(`#node-input-${name}`), { min: 0 }, goe.language);
    const settings = (): EventSettings => ({
      names: keys.names(),
      happenings: ticked(),
      output: (output.val() ?? this.output) as EventSettings['output'],
    });
    preview = goe.preview(below, {
      live,
      examples: (values) => eventExamples(settings(), values),
      titleOf: (topic) => (isHappening(topic) ? this._(topic) : topic),
      nothing: () => this._('goe-event.preview.nothing'),
    });
    output.on('change', () => preview?.refresh());
  },
  oneditsave: function () {
    if (picker) this.keys = picker.names();
    this.happenings = ticked();
    close();
  },
  oneditcancel: () => close(),
});
