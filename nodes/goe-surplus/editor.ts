/** The dialog of `goe-surplus`. */
import type { GoeEditor } from '../editor/api';
import { BOUNDS, boundedNumber, type NumberName, powerRange } from './editor-numbers';

type Numbers = Record<NumberName, string>;

interface SurplusProperties extends Numbers {
  name: string;
  charger: string;
  strategy: 'regulate' | 'feed';
  mode: 'off' | 'solar' | 'min-solar' | 'fast';
  phases: 'auto' | '1' | '3';
  onStale: 'stop' | 'minimum' | 'release';
  onRemove: 'restore' | 'keep' | 'stop';
  batteryPriority: 'car' | 'battery' | 'above-soc';
  gridUnit: 'W' | 'kW';
  gridSign: 'export-negative' | 'export-positive';
  batterySign: 'charge-negative' | 'charge-positive';
  group: string;
  manual: boolean;
  prepare: boolean;
  schema: number;
}

type SurplusNode = SurplusProperties & EditorNode;

function goeEditor(): GoeEditor | undefined {
  return RED.plugins.getPlugin('goe-editor') as GoeEditor | undefined;
}

/** A number of the dialog: what it usually is, and whether what was typed can be used. */
function amount(name: NumberName, value = '') {
  return {
    value: value as '',
    validate: function (this: SurplusNode, typed: string, _options: unknown): boolean | string {
      if (boundedNumber(name, typed) === undefined) {
        const [least, most] = BOUNDS[name];
        return this._('goe-surplus.problem.bounds', { least, most });
      }
      if (name === 'maxCurrent' && Number(typed || 16) < Number(this.minCurrent || 6))
        return this._('goe-surplus.problem.maxBelowMin');
      return true;
    },
  };
}

function chosen(name: string): string {
  return String($(`#node-input-${name}`).val() ?? '');
}

RED.nodes.registerType<SurplusProperties>('goe-surplus', {
  // Hyphens that do not break: Node-RED cuts categories at plain ones, and puts blanks around them in the palette.
  category: 'go‑eCharger',
  color: '#87A980',
  icon: 'goe-surplus.svg',
  paletteLabel: 'go‑e surplus',
  inputs: 1,
  outputs: 2,
  defaults: {
    name: { value: '' },
    charger: { value: '', type: 'goe-charger', required: true },
    strategy: { value: 'regulate' },
    mode: { value: 'solar' },
    phases: { value: 'auto' },
    minCurrent: amount('minCurrent', '6'),
    maxCurrent: amount('maxCurrent', '16'),
    reserve: amount('reserve', '0'),
    startDelay: amount('startDelay', '60'),
    stopDelay: amount('stopDelay', '180'),
    phaseDelay: amount('phaseDelay', '180'),
    minRun: amount('minRun', '300'),
    minPause: amount('minPause', '120'),
    maxPhaseSwitches: amount('maxPhaseSwitches', '4'),
    gridUnit: { value: 'W' },
    gridSign: { value: 'export-negative' },
    batterySign: { value: 'charge-negative' },
    staleAfter: amount('staleAfter', '30'),
    onStale: { value: 'stop' },
    onRemove: { value: 'restore' },
    batteryPriority: { value: 'car' },
    batterySoc: amount('batterySoc', '80'),
    fuse: amount('fuse'),
    backstop: amount('backstop', '2'),
    group: { value: '' },
    priority: amount('priority', '1'),
    manual: { value: true },
    prepare: { value: false },
    schema: {
      value: 2,
      validate: (value: number, _options) => goeEditor()?.problemOfSchema('goe-surplus', value) ?? true,
    },
  },
  label: function () {
    return this.name || this._(`goe-surplus.title.${this.mode ?? 'solar'}`);
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
    const fit = () => {
      const feeds = chosen('strategy') === 'feed';
      // The charger's own mode knows no minimum from the grid.
      $('#node-input-mode option[value="min-solar"]').prop('disabled', feeds);
      if (feeds && chosen('mode') === 'min-solar') $('#node-input-mode').val('solar');
      $('.goe-surplus-form .goe-surplus-regulate').toggle(!feeds);
      $('.goe-surplus-form .goe-surplus-feed').toggle(feeds);
      $('#goe-surplus-soc').toggle(!feeds && chosen('batteryPriority') === 'above-soc');
      $('#goe-surplus-priority').toggle(!feeds && chosen('group').trim() !== '');
      $('#goe-surplus-mode-tip').text(this._(`goe-surplus.about.${chosen('mode') || 'solar'}`));
      $('#goe-surplus-range').text(rangeText(this));
    };
    for (const [name, [least, most]] of Object.entries(BOUNDS))
      $(`#node-input-${name}`).attr({ min: least, max: most });
    for (const name of ['strategy', 'batteryPriority', 'mode', 'phases']) $(`#node-input-${name}`).on('change', fit);
    for (const name of ['group', 'minCurrent', 'maxCurrent']) $(`#node-input-${name}`).on('input', fit);
    fit();
  },
});

/** What the currents mean in power, in the words of the dialog. */
function rangeText(node: EditorNode): string {
  const range = powerRange(chosen('phases'), chosen('minCurrent'), chosen('maxCurrent'));
  if (!range) return '';
  const language = goeEditor()?.language ?? 'en';
  const kW = (watt: number) => (watt / 1000).toLocaleString(language, { maximumFractionDigits: 1 });
  const values = { least: kW(range.leastW), most: kW(range.mostW) };
  if (!range.gap) return node._('goe-surplus.range.plain', values);
  const gap = { below: kW(range.gap.belowW), above: kW(range.gap.aboveW) };
  return node._('goe-surplus.range.gap', { ...values, ...gap });
}
