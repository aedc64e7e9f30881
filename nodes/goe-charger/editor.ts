/** Dialog of the configuration node. */
import { goeEditor } from '../editor/settings-dialog';
import { initialOf, NO_NODE, type Setting } from '../runtime/settings';
import { cardOf } from './connections';
import { type Assistant, createAssistant } from './editor-assistant';
import {
  bindConnectionCards,
  type ChargerProperties,
  createProblemLines,
  dialog,
  input,
  showRows,
} from './editor-form';
import { withoutLogin } from './editor-problems';
import { SETTINGS } from './settings';
import type { Entry, Text } from './texts';

const { definition } = dialog;

/** Of the dialog that is open. */
let assistant: Assistant | undefined;

RED.nodes.registerType<ChargerProperties, `goe-charger.${Entry}`>('goe-charger', {
  category: 'config',
  paletteLabel: 'go‑e charger',
  defaults: definition.defaults,
  // Checked only in the dialog: outside it the editor does not know whether there is one.
  credentials: definition.credentials,
  label: function () {
    if (this.name) return this.name;
    const settings = cardOf(this.connection)?.label ?? [];
    const [where] = settings.map((name) => withoutLogin(String(this[name] ?? ''))).filter(Boolean);
    return where ? `go-eCharger ${where}` : 'go-eCharger';
  },
  oneditprepare: function () {
    dialog.opened(this);
    const isNew = !RED.nodes.node(this.id);
    const form = $('.goe-charger-form');
    const text: Text = (key, values) => this._(`goe-charger.${key}`, values);
    const problems = createProblemLines(form, this, !isNew);
    const { find, test, reset, outdate } = createAssistant({
      id: this.id,
      form,
      language: goeEditor()?.language ?? 'en',
      text,
      check: problems.check,
      saved: () => otherChargers(this.id),
    });
    assistant = { find, test, reset, outdate };

    const show = () => {
      showRows(form, dialog.formValues(), brokerNodes().length > 0, text);
      nameNoBrokerNode(text);
      problems.show();
    };
    bindConnectionCards(form, () => {
      reset();
      if (isNew) offerBrokerNode();
      show();
    });
    input('brokerNode').on('change', show);
    form.on('input', 'input, select', outdate);
    form.find('.goe-find').on('click', find);
    form.find('.goe-test').on('click', test);
    form.find('.goe-more').prop('open', isAdjusted(this));
    show();
    // A new charger is mostly in the same network.
    if (isNew && cardOf(this.connection)?.search === 'network' && !this.host) find();
  },
  oneditsave: close,
  oneditcancel: close,
  oneditdelete: close,
});

function close(): void {
  assistant?.reset();
  assistant = undefined;
  dialog.closed();
}

/** True where one of the settings that are folded away is not as in a new charger. */
function isAdjusted(node: ChargerProperties): boolean {
  const folded: readonly Setting[] = SETTINGS.filter(({ section }) => section === 'more');
  const saved = dialog.savedValues(node);
  return folded.some((setting) => saved[setting.name] !== initialOf(setting));
}

function brokerNodes(): string[] {
  const options = input('brokerNode').find<HTMLOptionElement>('option').get();
  return options.map(({ value }) => value).filter((id) => id !== NO_NODE);
}

/** Offers a broker node that is there already; it is taken back where another connection is chosen. */
function offerBrokerNode(): void {
  const { connection, broker, brokerNode } = dialog.formValues();
  const offer = brokerNodes().find((id) => !RED.nodes.node(id)?.d);
  const isWanted = cardOf(connection)?.search === 'broker';
  if (isWanted && broker === '' && brokerNode === '' && offer) input('brokerNode').val(offer);
  if (!isWanted) input('brokerNode').val(NO_NODE);
  input('brokerNode').trigger('change');
}

/** Node-RED writes "none" there, again whenever the list changes; it means that the address is given here. */
function nameNoBrokerNode(text: Text): void {
  input('brokerNode').find(`option[value="${NO_NODE}"]`).text(text('brokerNode.own'));
}

function otherChargers(id: string): { name: string; properties: Record<string, unknown> }[] {
  const others: { name: string; properties: Record<string, unknown> }[] = [];
  RED.nodes.eachConfig((node) => {
    if (node.type !== 'goe-charger' || node.id === id) return;
    others.push({ name: RED.utils.getNodeLabel(node as never), properties: { ...node } });
  });
  return others;
}
