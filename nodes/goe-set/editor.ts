/** Dialog of `goe-set`. */
import type { GoeEditor, LiveValues, ValueRow } from '../editor/api';
import { keepVariable } from '../editor/variable-option';
import type { Entry } from './texts';

interface SetProperties {
  name: string;
  charger: string;
  values: ValueRow[];
  confirm: 'readback' | 'accepted';
  resend: boolean;
  schema: number;
}

/** A row while the dialog is open. */
type OpenRow = Partial<ValueRow> & { current?: () => ValueRow; refresh?: () => void };

interface OpenDialog {
  node: EditorNode<Entry> & SetProperties;
  goe: GoeEditor;
  /** Of the charger that is chosen in the dialog. */
  live: LiveValues;
}

/** Stops asking the charger for what it reports now. */
let stopLive = () => {};

function goeEditor(): GoeEditor | undefined {
  return RED.plugins.getPlugin('goe-editor') as GoeEditor | undefined;
}

function list(): JQuery {
  return $('#goe-set-values');
}

RED.nodes.registerType<SetProperties, Entry>('goe-set', {
  // Hyphens that do not break: Node-RED cuts categories at plain ones, and puts blanks around them in the palette.
  category: 'go‑eCharger',
  color: '#87A980',
  icon: 'goe-set.svg',
  paletteLabel: 'go‑e set',
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    charger: { value: '', type: 'goe-charger', required: true },
    values: {
      value: [],
      validate: (value: ValueRow[], _options) => goeEditor()?.problemOf(value ?? []) ?? true,
    },
    confirm: { value: 'readback' },
    resend: { value: false },
    schema: {
      value: 1,
      validate: (value: number, _options) => goeEditor()?.problemOfSchema('goe-set', value) ?? true,
    },
  },
  label: function () {
    if (this.name) return this.name;
    const rows = this.values ?? [];
    const [first] = rows;
    if (!first) return this._('goe-set.title.fromMessage');
    if (rows.length > 1) return this._('goe-set.title.several', { keys: rows.map(({ key }) => key).join(', ') });
    return `${first.key} = ${valueText(first)}`;
  },
  labelStyle: function () {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels: function () {
    return this._('goe-set.port.values');
  },
  outputLabels: function () {
    return this._('goe-set.port.result');
  },
  oneditprepare: function () {
    const goe = goeEditor();
    if (!goe) return;
    const dialog = { node: this, goe, live: goe.liveOf('node-input-charger') };
    list().editableList<OpenRow>({
      height: 'auto',
      addItem: (container, _index, data) => openRow(container, data, dialog),
      removable: true,
      sortable: true,
    });
    for (const row of this.values ?? []) list().editableList('addItem', { ...row });
    const refresh = () => {
      for (const row of openRows()) row.refresh?.();
    };
    stopLive();
    stopLive = dialog.live.subscribe(() => {
      if (list().length === 0) return stopLive();
      refresh();
    });
    $('#node-input-charger').on('change', refresh);
    keepVariable($('#node-input-confirm'), this.confirm);
  },
  oneditsave: function () {
    stopLive();
    const rows = openRows().flatMap((row) => row.current?.() ?? []);
    if (goeEditor()) this.values = rows.filter(({ key, value }) => key !== '' || value !== '');
  },
  oneditcancel: () => stopLive(),
});

function openRows(): OpenRow[] {
  const rows: OpenRow[] = [];
  list()
    .editableList('items')
    .each(function (this: HTMLElement | JQuery) {
      rows.push($(this as HTMLElement).data('data') as OpenRow);
    });
  return rows;
}

/** `16 A`, `Off`, `msg.payload`. */
function valueText({ key, value, type }: ValueRow): string {
  const goe = goeEditor();
  if (['msg', 'flow', 'global'].includes(type)) return `${type}.${value}`;
  const option = type === 'option' && goe?.choice(key)?.options.find((each) => String(each.value) === value);
  if (option) return goe?.nowText(key, option.value) || value;
  if (type === 'bool') return goe?.nowText(key, value === 'true') || value;
  if (type === 'num' && value !== '' && Number.isFinite(Number(value)))
    return goe?.nowText(key, Number(value)) || value;
  try {
    return (type === 'json' && goe?.nowText(key, JSON.parse(value))) || value;
  } catch {
    return value;
  }
}

/** Builds one row: key, value, and below them what the key needs to be known about. */
function openRow(container: JQuery, data: OpenRow, { node, goe, live }: OpenDialog): void {
  const line = $('<div class="goe-set-line">').appendTo(container);
  const key = $<HTMLInputElement>('<input type="text" class="goe-set-key">')
    .attr({ placeholder: node._('goe-set.placeholder.key'), 'aria-label': node._('goe-set.placeholder.key') })
    .val(data.key ?? '')
    .appendTo(line);
  $('<span class="goe-set-equals">=</span>').appendTo(line);
  const value = $<HTMLInputElement>('<input type="text" class="goe-set-value">')
    .attr('aria-label', node._('goe-set.placeholder.value'))
    .appendTo($('<div class="goe-set-value-box">').appendTo(line));
  const hint = $('<div class="goe-set-hint">').appendTo(container);
  const about = $('<span class="goe-set-about">').appendTo(hint);
  const now = $('<button type="button" class="goe-set-now">').attr('title', node._('goe-set.now.take')).appendTo(hint);
  const missing = $('<div class="goe-set-missing">').text(node._('goe-set.notThere')).appendTo(container);
  const limited = $('<div class="goe-set-limited" role="note">').appendTo(container);
  const caution = $('<div class="goe-set-caution" role="note">').appendTo(container);

  let name = data.key ?? '';
  const input = goe.valueInput(value[0] as HTMLInputElement, {
    key: name,
    value: data.value ?? '',
    type: data.type ?? '',
  });

  const showLive = () => {
    const present = live.get(name);
    now
      .text(present === undefined ? '' : node._('goe-set.now.is', { value: goe.nowText(name, present) }))
      .toggle(present !== undefined)
      .prop('disabled', present === undefined || !input.takes(present));
    missing.toggle(live.unsupported.has(name));
    showLimits();
  };
  const showLimits = () => {
    const limits = goe.limits({ key: name, ...input.row() }, live);
    limited.text(limits === '' ? '' : node._('goe-set.limited', { limits })).toggle(limits !== '');
  };
  const showHint = () => {
    const { text, caution: warning } = goe.hint(name);
    about.text(text);
    caution.text(warning === '' ? '' : `${warning} ${cautionRemedy(node)}`).toggle(warning !== '');
    showLive();
  };
  const choosing = goe.keyInput(
    key[0] as HTMLInputElement,
    (chosen) => {
      name = chosen;
      input.fit(name);
      showHint();
    },
    live,
  );
  container.on('change keyup', showLimits);
  now.on('click', () => {
    const present = live.get(name);
    if (present !== undefined) input.take(present);
  });
  showHint();
  data.current = () => ({ key: String(key.val() ?? '').trim(), ...input.row() });
  data.refresh = () => {
    showHint();
    choosing.refresh();
  };
}

/** Remedy for a key marked caution, where the chosen charger does not allow it yet. */
function cautionRemedy(node: EditorNode<Entry>): string {
  const charger = RED.nodes.node(String($('#node-input-charger').val()));
  return charger?.allowCaution === true ? '' : node._('goe-set.caution.notAllowed');
}
