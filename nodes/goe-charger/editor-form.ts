/** Form of the dialog: the settings in it, the cards of the connection, and the lines that say what is wrong. */
import { isConnectionKind } from '../../lib/charger/connection-kinds';
import { createSettingsDialog } from '../editor/settings-dialog';
import type { FormValues } from '../runtime/settings';
import { cardOf } from './connections';
import { CHECKS } from './editor-problems';
import { chargerMigrations } from './migrate';
import { SETTINGS, type SettingName } from './settings';
import type { Text } from './texts';

export type ChargerProperties = Record<SettingName, string | boolean> & { name: string; schema: number };
type ChargerNode = ChargerProperties & EditorNode;

export const dialog = createSettingsDialog<ChargerProperties>('goe-charger', SETTINGS, {
  prefix: 'node-config-input',
  schema: chargerMigrations.schema,
  checks: CHECKS,
  label: (node, name) => node._(`goe-charger.label.${name}`),
  problem: (node, entry, values) => node._(`goe-charger.problem.${entry}`, values),
});

export function input(name: SettingName): JQuery {
  return dialog.input(name);
}

export function fill(values: Partial<Record<SettingName, string>>): void {
  for (const [name, value] of Object.entries(values)) dialog.input(name).val(value ?? '');
  // Once for all: Node-RED checks every field whenever one changes.
  input('host').trigger('change');
}

/** The cards stand for a hidden field, which is what Node-RED loads and saves. */
export function bindConnectionCards(form: JQuery, changed: (connection: string) => void): void {
  const field = input('connection');
  const cards = form.find<HTMLInputElement>('.goe-card input');
  // Not by a selector: an imported flow may hold anything, which would then be one, or none.
  cards.each((_index, card) => {
    card.checked = card.value === field.val();
  });
  cards.on('change', function () {
    field.val(this.value).trigger('change');
    changed(this.value);
  });
}

/** Shows the rows of the chosen connection; a choice of broker nodes only where there is one. */
export function showRows(form: JQuery, values: FormValues, hasBrokerNodes: boolean, text: Text): void {
  dialog.showRows(form, values);
  if (!hasBrokerNodes && values.brokerNode === '') form.find('[data-setting="brokerNode"]').hide();
  form.find('.goe-find').toggle(cardOf(values.connection)?.search !== undefined);
  const { connection } = values;
  form.find('[data-note="connection"]').text(isConnectionKind(connection) ? text(`about.${connection}`) : '');
}

/** Lines below the fields that say what is wrong, once a person has been there. */
export function createProblemLines(form: JQuery, node: ChargerNode, touchedFromStart: boolean) {
  const { checked, formValues, problemOf, problemText } = dialog;
  const touched = new Set<string>(touchedFromStart ? checked : []);

  const show = () => {
    const values = formValues();
    for (const name of checked) {
      const problem = touched.has(name) ? problemOf(name, values) : undefined;
      showLine(dialog.input(name), name, problem && problemText(node, name, problem));
    }
    // A fold must not hide what has to be corrected.
    const more = form.find('details.goe-more');
    if (more.find('[aria-invalid]').length > 0) more.prop('open', true);
  };

  form.on('focusout change', 'input, select', function (event) {
    const name = checked.find((each) => dialog.input(each).is(this));
    // Node-RED announces a change of every field when it opens the dialog; no person has been there by then.
    if (name && 'originalEvent' in event) touched.add(name);
    show();
  });
  form.on('input', 'input', show);
  show();

  return {
    show,
    /** Marks what is wrong in one of these fields and goes there. @returns whether all are right */
    check(names: readonly string[]): boolean {
      for (const name of names) touched.add(name);
      show();
      const wrong = names.find((name) => problemOf(name, formValues()) !== undefined);
      if (wrong) dialog.input(wrong).trigger('focus');
      return wrong === undefined;
    },
  };
}

function showLine(field: JQuery, name: string, text: string | undefined): void {
  const id = `goe-charger-problem-${name}`;
  const row = field.closest('.form-row');
  let line = row.find(`#${id}`);
  if (line.length === 0) line = $('<div class="goe-problem">').attr('id', id).appendTo(row);
  const isWrong = text !== undefined;
  line.text(text ?? '').toggle(isWrong);
  field.attr({ 'aria-invalid': isWrong ? 'true' : null, 'aria-describedby': isWrong ? id : null });
}
