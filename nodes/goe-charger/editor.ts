/** The dialog of the configuration node. */
import type { GoeEditor } from '../editor/api';
import { type Assistant, createAssistant } from './editor-assistant';
import {
  bindConnectionCards,
  createProblemTexts,
  formInDialog,
  formOf,
  input,
  showParts,
  type Text,
} from './editor-form';
import { type CheckedField, problemIn, withoutLogin } from './editor-problems';

interface ChargerProperties {
  name: string;
  connection: 'http' | 'mqtt' | 'cloud';
  host: string;
  serial: string;
  broker: string;
  brokerNode: string;
  tls: string;
  topicPrefix: string;
  pollInterval: string;
  timeout: string;
  silence: string;
  readOnly: boolean;
  allowCaution: boolean;
  schema: number;
}

/** The dialog that is open: while it is, what the form holds counts, not what is saved. */
let open: { id: string; assistant?: Assistant } | undefined;

/** @returns a validator: true, or what is wrong */
function checked(field: CheckedField): Validator<ChargerProperties> {
  return function (value: string, _options) {
    const form = open?.id === this.id ? formInDialog() : formOf({ ...this });
    const problem = problemIn(field, { ...form, [field]: String(value ?? '') });
    return problem === undefined || this._(`goe-charger.problem.${problem}`);
  };
}

RED.nodes.registerType<ChargerProperties>('goe-charger', {
  category: 'config',
  paletteLabel: 'go‑e charger',
  defaults: {
    name: { value: '' },
    connection: { value: 'http', required: true },
    host: { value: '', validate: checked('host') },
    serial: { value: '', validate: checked('serial') },
    broker: { value: '', validate: checked('broker') },
    brokerNode: { value: '', type: 'mqtt-broker', required: false },
    tls: { value: '', type: 'tls-config', required: false },
    topicPrefix: { value: '', validate: checked('topicPrefix') },
    pollInterval: { value: '', validate: checked('pollInterval') },
    timeout: { value: '', validate: checked('timeout') },
    silence: { value: '', validate: checked('silence') },
    readOnly: { value: false },
    allowCaution: { value: false },
    schema: {
      value: 1,
      validate: (value: number, _options) =>
        (RED.plugins.getPlugin('goe-editor') as GoeEditor | undefined)?.problemOfSchema('goe-charger', value) ?? true,
    },
  },
  credentials: {
    // Checked only in the dialog: outside it, nobody is told whether there is one.
    token: { type: 'password', validate: checked('token') },
    username: { type: 'text' },
    password: { type: 'password' },
  },
  label: function () {
    if (this.name) return this.name;
    const where = this.connection === 'http' ? withoutLogin(this.host) : this.serial || this.topicPrefix;
    return where ? `go-eCharger ${where}` : 'go-eCharger';
  },
  oneditprepare: function () {
    open = { id: this.id };
    const isNew = !RED.nodes.node(this.id);
    const form = $('.goe-charger-form');
    const text: Text = (key, values) => this._(`goe-charger.${key}`, values);
    const problems = createProblemTexts(form, text, !isNew);
    const assistant = createAssistant({
      id: this.id,
      form,
      language: (RED.plugins.getPlugin('goe-editor') as GoeEditor | undefined)?.language ?? 'en',
      text,
      check: problems.check,
      saved: () => otherChargers(this.id),
    });
    open.assistant = assistant;

    const show = () => {
      showParts(form, formInDialog(), brokerNodes().length > 0);
      nameNoBrokerNode(text);
      problems.show();
    };
    bindConnectionCards(form, (connection) => {
      assistant.reset();
      if (isNew) offerBrokerNode(connection);
      show();
    });
    input('brokerNode').on('change', show);
    form.on('input', 'input, select', assistant.outdate);
    form.find('.goe-find').on('click', assistant.find);
    form.find('.goe-test').on('click', assistant.test);
    const { pollInterval, timeout, silence, topicPrefix, readOnly, allowCaution } = this;
    const isAdjusted = [pollInterval, timeout, silence, topicPrefix, readOnly, allowCaution].some(Boolean);
    form.find('.goe-more').prop('open', isAdjusted);
    show();
    // Who adds a charger mostly has one in the same network.
    if (isNew && this.connection === 'http' && !this.host) assistant.find();
  },
  oneditsave: close,
  oneditcancel: close,
  oneditdelete: close,
});

function close(): void {
  open?.assistant?.reset();
  open = undefined;
}

function brokerNodes(): string[] {
  const options = input('brokerNode').find<HTMLOptionElement>('option').get();
  return options.map(({ value }) => value).filter((id) => id !== '_ADD_');
}

/** Who has told Node-RED a broker already need not tell it again; it is taken back where another connection is chosen. */
function offerBrokerNode(connection: string): void {
  const { broker, brokerNode } = formInDialog();
  const offer = brokerNodes().find((id) => !RED.nodes.node(id)?.d);
  if (connection === 'mqtt' && broker === '' && brokerNode === '' && offer) input('brokerNode').val(offer);
  if (connection !== 'mqtt') input('brokerNode').val('_ADD_');
  input('brokerNode').trigger('change');
}

/** Node-RED writes "none" there, again whenever the list changes; it means that the address is given here. */
function nameNoBrokerNode(text: Text): void {
  input('brokerNode').find('option[value="_ADD_"]').text(text('brokerNode.own'));
}

function otherChargers(id: string): { name: string; properties: Record<string, unknown> }[] {
  const others: { name: string; properties: Record<string, unknown> }[] = [];
  RED.nodes.eachConfig((node) => {
    if (node.type !== 'goe-charger' || node.id === id) return;
    others.push({ name: RED.utils.getNodeLabel(node as never), properties: { ...node } });
  });
  return others;
}
