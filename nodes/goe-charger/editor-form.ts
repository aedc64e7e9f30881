/** The fields of the dialog: reading them, filling them in, showing those of one way to connect, and what is wrong with them. */
import { CHECKED, type ChargerForm, type CheckedField, type Connection, problemIn } from './editor-problems';

const FIELDS = [
  'name',
  'connection',
  'host',
  'serial',
  'broker',
  'brokerNode',
  'tls',
  'topicPrefix',
  'pollInterval',
  'timeout',
  'silence',
  'token',
  'username',
  'password',
] as const satisfies readonly (keyof ChargerForm)[];

export type Text = (key: string, values?: Record<string, unknown>) => string;

export function input(name: keyof ChargerForm | 'readOnly' | 'allowCaution'): JQuery {
  return $(`#node-config-input-${name}`);
}

/** What the open dialog holds. */
export function formInDialog(): ChargerForm {
  return formOf(Object.fromEntries(FIELDS.map((name) => [name, input(name).val()])));
}

/** @param values of a saved node, or of the fields of a dialog */
export function formOf(values: Record<string, unknown>): ChargerForm {
  const texts = FIELDS.map((name) => [name, String(values[name] ?? '').trim()]);
  // Node-RED's way to say that no node is chosen.
  return Object.fromEntries(
    texts.map(([name, text]) => [name, text === '_ADD_' ? '' : text]),
  ) as unknown as ChargerForm;
}

export function fill(values: Partial<ChargerForm>): void {
  for (const [name, value] of Object.entries(values)) input(name as keyof ChargerForm).val(value ?? '');
  // Once for all: Node-RED checks every field whenever one changes.
  input('host').trigger('change');
}

/** The cards stand for a hidden field, which is what Node-RED loads and saves. */
export function bindConnectionCards(form: JQuery, changed: (connection: Connection) => void): void {
  const field = input('connection');
  const cards = form.find<HTMLInputElement>('.goe-card input');
  // Not by a selector: an imported flow may hold anything, which would then be one, or none.
  cards.each((_index, card) => {
    card.checked = card.value === field.val();
  });
  cards.on('change', function () {
    field.val(this.value).trigger('change');
    changed(this.value as Connection);
  });
}

/** Shows what belongs to the chosen connection, and hides what a shared broker brings along. */
export function showParts(form: JQuery, { connection, brokerNode }: ChargerForm, hasBrokerNodes: boolean): void {
  form.find('[data-for]').each(function () {
    $(this).toggle((this.dataset.for ?? '').split(' ').includes(connection));
  });
  const isMqtt = connection === 'mqtt';
  form.find('.goe-broker-node').toggle(isMqtt && (hasBrokerNodes || brokerNode !== ''));
  form.find('.goe-own-broker').toggle(isMqtt && brokerNode === '');
  input('pollInterval').attr('placeholder', connection === 'cloud' ? '30' : '5');
}

/** Says below each field what is wrong with it, once somebody has been there. */
export function createProblemTexts(form: JQuery, text: Text, touchedFromStart: boolean) {
  const touched = new Set<CheckedField>(touchedFromStart ? CHECKED : []);

  const show = () => {
    const values = formInDialog();
    for (const field of CHECKED) {
      const problem = touched.has(field) ? problemIn(field, values) : undefined;
      const id = `goe-charger-problem-${field}`;
      const row = input(field).closest('.form-row');
      let line = row.find(`#${id}`);
      if (line.length === 0) line = $('<div class="goe-problem">').attr('id', id).appendTo(row);
      line.text(problem === undefined ? '' : text(`problem.${problem}`)).toggle(problem !== undefined);
      const isWrong = problem !== undefined;
      input(field).attr({ 'aria-invalid': isWrong ? 'true' : null, 'aria-describedby': isWrong ? id : null });
    }
    // A fold must not hide what has to be corrected.
    const more = form.find('details.goe-more');
    if (more.find('[aria-invalid]').length > 0) more.prop('open', true);
  };

  form.on('focusout change', 'input, select', function (event) {
    const field = CHECKED.find((name) => this.id === `node-config-input-${name}`);
    // Node-RED announces a change of every field when it opens the dialog; nobody has been there by then.
    if (field && 'originalEvent' in event) touched.add(field);
    show();
  });
  form.on('input', 'input', show);
  show();

  return {
    show,
    /** Marks what is wrong in one of these fields and goes there. @returns whether all are right */
    check(fields: readonly CheckedField[]): boolean {
      for (const field of fields) touched.add(field);
      show();
      const wrong = fields.find((field) => problemIn(field, formInDialog()) !== undefined);
      if (wrong) input(wrong).trigger('focus');
      return wrong === undefined;
    },
  };
}
