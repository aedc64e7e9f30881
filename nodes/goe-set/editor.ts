/** The dialog of `goe-set`. */
import type { GoeEditor, ValueRow } from '../editor/api';

interface SetProperties {
  name: string;
  charger: string;
  values: ValueRow[];
  confirm: 'readback' | 'accepted';
  schema: number;
}

/** A row while the dialog is open. */
type OpenRow = Partial<ValueRow> & { current?: () => ValueRow };

function goeEditor(): GoeEditor | undefined {
  return RED.plugins.getPlugin('goe-editor') as GoeEditor | undefined;
}

function list(): JQuery {
  return $('#goe-set-values');
}

RED.nodes.registerType<SetProperties>('goe-set', {
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
    schema: { value: 1 },
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
    list().editableList<OpenRow>({
      height: 'auto',
      addItem: (container, _index, data) => openRow(container, data, this, goe),
      removable: true,
      sortable: true,
    });
    for (const row of this.values ?? []) list().editableList('addItem', { ...row });
  },
  oneditsave: function () {
    const values: ValueRow[] = [];
    list()
      .editableList('items')
      .each(function (this: HTMLElement | JQuery) {
        const row = ($(this as HTMLElement).data('data') as OpenRow).current?.();
        if (row && (row.key !== '' || row.value !== '')) values.push(row);
      });
    if (goeEditor()) this.values = values;
  },
});

/** `16`, `msg.payload`, or an option's label. */
function valueText({ key, value, type }: ValueRow): string {
  const option = type === 'option' ? findOption(key, value) : undefined;
  if (option) return option;
  return ['msg', 'flow', 'global'].includes(type) ? `${type}.${value}` : value;
}

function findOption(key: string, value: string): string | undefined {
  const goe = goeEditor();
  const option = goe?.choice(key)?.options.find((each) => String(each.value) === value);
  return goe && option?.label[goe.language];
}

/** Builds one row: key, value, and below them what the key needs to be known about. */
function openRow(container: JQuery, data: OpenRow, node: EditorNode & SetProperties, goe: GoeEditor): void {
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
  const caution = $('<div class="goe-set-caution">').appendTo(container);

  const input = goe.valueInput(value[0] as HTMLInputElement, {
    key: data.key ?? '',
    value: data.value ?? '',
    type: data.type ?? '',
  });

  const showHint = (name: string) => {
    const { text, caution: warning } = goe.hint(name);
    hint.text(text);
    caution.text(warning === '' ? '' : `${warning} ${cautionRemedy(node)}`).toggle(warning !== '');
  };
  goe.keyInput(key[0] as HTMLInputElement, (name) => {
    input.fit(name);
    showHint(name);
  });
  showHint(data.key ?? '');
  data.current = () => ({ key: String(key.val() ?? '').trim(), ...input.row() });
}

/** What else a key marked caution needs, where the chosen charger does not allow it yet. */
function cautionRemedy(node: EditorNode): string {
  const charger = RED.nodes.node(String($('#node-input-charger').val()));
  return charger?.allowCaution === true ? '' : node._('goe-set.caution.notAllowed');
}
