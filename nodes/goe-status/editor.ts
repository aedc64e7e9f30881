/** Dialog of `goe-status`. */
import type { GoeEditor, KeyPicker, Preview } from '../editor/api';
import { keepVariable } from '../editor/variable-option';
import { type StatusSettings, statusExample } from './editor-example';
import type { Entry } from './texts';

interface StatusProperties {
  name: string;
  charger: string;
  keys: string[];
  source: 'latest' | 'charger';
  output: 'values' | 'value' | 'details';
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

RED.nodes.registerType<StatusProperties, Entry>('goe-status', {
  // Hyphens that do not break: Node-RED cuts categories at plain ones, and puts blanks around them in the palette.
  category: 'go‑eCharger',
  color: '#87A980',
  icon: 'goe-status.svg',
  paletteLabel: 'go‑e status',
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    charger: { value: '', type: 'goe-charger', required: true },
    keys: {
      value: [],
      validate: function (value: string[], _options) {
        return this.output !== 'value' || value?.length > 0 || this._('goe-status.problem.noKey');
      },
    },
    source: { value: 'latest' },
    output: { value: 'values' },
    schema: {
      value: 1,
      validate: (value: number, _options) => goeEditor()?.problemOfSchema('goe-status', value) ?? true,
    },
  },
  label: function () {
    if (this.name) return this.name;
    const names = this.keys ?? [];
    if (names.length === 0) return this._('goe-status.title.everything');
    const text = goeEditor()?.namesText(names) ?? names.join(', ');
    return text.length > 32 ? `${text.slice(0, 31)}…` : text;
  },
  labelStyle: function () {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels: function () {
    return this._('goe-status.port.trigger');
  },
  outputLabels: function () {
    return this._('goe-status.port.values');
  },
  oneditprepare: function () {
    const goe = goeEditor();
    const container = document.getElementById('goe-status-keys');
    const below = document.getElementById('goe-status-preview');
    if (!goe || !container || !below) return;
    const live = goe.liveOf('node-input-charger');
    const keys = goe.keyPicker(container, {
      names: this.keys ?? [],
      empty: this._('goe-status.label.everything'),
      live,
      changed: () => preview?.refresh(),
    });
    picker = keys;
    const output = $('#node-input-output');
    keepVariable(output, this.output);
    keepVariable($('#node-input-source'), this.source);
    const settings = (): StatusSettings => ({
      names: keys.names(),
      output: (output.val() ?? this.output) as StatusSettings['output'],
    });
    preview = goe.preview(below, {
      live,
      examples: (values) => statusExample(settings(), values) ?? [],
      nothing: () => this._(`goe-status.preview.${settings().names.length === 0 ? 'noKey' : 'notThere'}`),
    });
    output.on('change', () => preview?.refresh());
  },
  oneditsave: function () {
    if (picker) this.keys = picker.names();
    close();
  },
  oneditcancel: () => close(),
});
