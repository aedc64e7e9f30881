/** Dialog of `goe-surplus`. */
import type { Mode } from '../../lib/surplus/settings';
import { createSettingsDialog, goeEditor } from '../editor/settings-dialog';
import { type FormValues, isVariable } from '../runtime/settings';
import { currentOf, powerRange } from './editor-power';
import { surplusMigrations } from './migrate';
import { SETTINGS, type SettingName } from './settings';
import type { Entry } from './texts';

type SurplusProperties = Record<SettingName, string | boolean> & { name: string; mode: Mode; schema: number };
type SurplusNode = SurplusProperties & EditorNode<Entry>;

const { definition, input, formValues, opened, closed, showRows } = createSettingsDialog<SurplusProperties>(
  'goe-surplus',
  SETTINGS,
  {
    prefix: 'node-input',
    schema: surplusMigrations.schema,
    checks: {
      maxCurrent: (value, { minCurrent }) =>
        currentOf('maxCurrent', value) < currentOf('minCurrent', String(minCurrent))
          ? { entry: 'maxBelowMin' }
          : undefined,
    },
    label: (node, name) => node._(`goe-surplus.label.${name}`),
    problem: (node, entry, values) => node._(`goe-surplus.problem.${entry}`, values),
  },
);

RED.nodes.registerType<SurplusProperties, Entry>('goe-surplus', {
  // Hyphens that do not break: Node-RED cuts categories at plain ones, and puts blanks around them in the palette.
  category: 'go‑eCharger',
  color: '#87A980',
  icon: 'goe-surplus.svg',
  paletteLabel: 'go‑e surplus',
  inputs: 1,
  outputs: 2,
  defaults: definition.defaults,
  label: function () {
    if (this.name) return this.name;
    const { mode = 'solar' } = this;
    return isVariable(mode) ? this._('goe-surplus.title.variable', { mode }) : this._(`goe-surplus.title.${mode}`);
  },
  labelStyle: function () {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels: function () {
    return this._('goe-surplus.port.meter');
  },
  outputLabels: function (index) {
    return this._(index === 0 ? 'goe-surplus.port.decisions' : 'goe-surplus.port.sessions');
  },
  oneditprepare: function () {
    opened(this);
    const form = $('.goe-surplus-form');
    form.on('change', 'select', () => show(this, form));
    form.on('input', 'input', () => show(this, form));
    show(this, form);
  },
  oneditsave: closed,
  oneditcancel: closed,
  oneditdelete: closed,
});

/** Shows the rows that apply to what the form holds, and the lines that depend on it. */
function show(node: SurplusNode, form: JQuery): void {
  const feeds = input('strategy').val() === 'feed';
  limitModes(input('mode'), feeds, node.strategy === 'feed' && node.mode === 'min-solar');
  const values = formValues();
  showRows(form, values);
  const note = (name: SettingName, text: string) => form.find(`[data-note="${name}"]`).text(text);
  note('mode', node._(`goe-surplus.about.${(values.mode as Mode) || 'solar'}`));
  note('strategy', feeds ? node._('goe-surplus.tip.feed') : '');
  note('maxCurrent', feeds ? node._('goe-surplus.tip.feedCurrent') : powerRangeText(node, values));
}

/**
 * The charger's own surplus mode knows no minimum from the grid: that choice comes back with the other strategy. A flow that was
 * saved with both keeps both.
 */
function limitModes(mode: JQuery, feeds: boolean, isSavedSo: boolean): void {
  // Before it is disabled: jQuery says of a disabled entry that none is chosen.
  const chosen = mode.val();
  mode.find('option[value="min-solar"]').prop('disabled', feeds);
  if (feeds && chosen === 'min-solar' && !isSavedSo) mode.val('solar').data('replaced', true);
  else if (!feeds && mode.data('replaced') && chosen === 'solar') mode.val('min-solar');
  if (!feeds) mode.removeData('replaced');
}

/** Text of the power that the currents mean, in the language of the dialog. */
function powerRangeText(node: SurplusNode, { phases, minCurrent, maxCurrent }: FormValues): string {
  const range = powerRange(String(phases), String(minCurrent), String(maxCurrent));
  if (!range) return '';
  const language = goeEditor()?.language ?? 'en';
  const kW = (watt: number) => (watt / 1000).toLocaleString(language, { maximumFractionDigits: 1 });
  const values = { least: kW(range.leastW), most: kW(range.mostW) };
  if (!range.gap) return node._('goe-surplus.range.plain', values);
  const gap = { below: kW(range.gap.belowW), above: kW(range.gap.aboveW) };
  return node._('goe-surplus.range.gap', { ...values, ...gap });
}
