/** The dialog of the configuration node. */
interface ChargerProperties {
  name: string;
  connection: 'http' | 'mqtt' | 'cloud';
  host: string;
  serial: string;
  broker: string;
  tls: string;
  topicPrefix: string;
  pollInterval: string;
  timeout: string;
  readOnly: boolean;
  allowCaution: boolean;
  schema: number;
}

/** The charger whose dialog is open: while it is, the choice in the form counts, not the saved one. */
let editing: string | undefined;

function connectionOf(node: ChargerProperties & EditorNode): string {
  const inForm = editing === node.id ? $('#node-config-input-connection').val() : undefined;
  return typeof inForm === 'string' ? inForm : node.connection;
}

/** Environment variables are known only when the flow runs. */
function isVariable(value: string): boolean {
  return /\$\{[^}]+\}/.test(value);
}

function isSeconds(value: unknown): boolean {
  const text = String(value ?? '').trim();
  return text === '' || isVariable(text) || (Number(text) > 0 && Number(text) <= 86_400);
}

function isUrl(value: string, protocols: readonly string[]): boolean {
  try {
    return protocols.includes(new URL(value).protocol);
  } catch {
    return false;
  }
}

/** Host and port, and nothing of a path: the charger client takes no more. */
function isHost(value: string): boolean {
  const url = /^[a-z]+:\/\//i.test(value) ? value : `http://${value}`;
  if (/[\s\\]/.test(value) || !isUrl(url, ['http:', 'https:'])) return false;
  const { username, password, pathname, search, hash } = new URL(url);
  return username + password + search + hash === '' && pathname === '/';
}

RED.nodes.registerType<ChargerProperties>('goe-charger', {
  category: 'config',
  paletteLabel: 'go‑e charger',
  defaults: {
    name: { value: '' },
    connection: { value: 'http', required: true },
    host: {
      value: '',
      validate: function (value: string, _options) {
        if (connectionOf(this) !== 'http' || isVariable(value)) return true;
        const host = (value ?? '').trim();
        if (host === '') return this._('goe-charger.problem.noHost');
        return isHost(host) || this._('goe-charger.problem.host');
      },
    },
    serial: {
      value: '',
      validate: function (value: string, _options) {
        const connection = connectionOf(this);
        if (connection === 'http' || isVariable(value)) return true;
        const serial = (value ?? '').trim();
        const prefix = editing === this.id ? $('#node-config-input-topicPrefix').val() : this.topicPrefix;
        if (serial === '' && connection === 'mqtt' && prefix) return true;
        return /^\d{3,12}$/.test(serial) || this._('goe-charger.problem.serial');
      },
    },
    broker: {
      value: '',
      validate: function (value: string, _options) {
        if (connectionOf(this) !== 'mqtt' || isVariable(value)) return true;
        return isUrl((value ?? '').trim(), ['mqtt:', 'mqtts:', 'ws:', 'wss:']) || this._('goe-charger.problem.broker');
      },
    },
    tls: { value: '', type: 'tls-config', required: false },
    topicPrefix: {
      value: '',
      validate: function (value: string, _options) {
        if (connectionOf(this) !== 'mqtt') return true;
        return !/[#+]/.test(value ?? '') || this._('goe-charger.problem.topicPrefix');
      },
    },
    pollInterval: {
      value: '',
      validate: function (value: string, _options) {
        return isSeconds(value) || this._('goe-charger.problem.seconds');
      },
    },
    timeout: {
      value: '',
      validate: function (value: string, _options) {
        return isSeconds(value) || this._('goe-charger.problem.seconds');
      },
    },
    readOnly: { value: false },
    allowCaution: { value: false },
    schema: { value: 1 },
  },
  credentials: {
    token: {
      type: 'password',
      // Checked only in the dialog: outside it, nobody is told whether there is one.
      validate: function (value: string, _options) {
        return connectionOf(this) !== 'cloud' || Boolean(value) || this._('goe-charger.problem.token');
      },
    },
    username: { type: 'text' },
    password: { type: 'password' },
  },
  label: function () {
    if (this.name) return this.name;
    const where = this.connection === 'http' ? this.host : this.serial || this.topicPrefix;
    return where ? `go-eCharger ${where}` : 'go-eCharger';
  },
  oneditprepare: function () {
    editing = this.id;
    const connection = $('#node-config-input-connection');
    const show = () => {
      const chosen = String(connection.val());
      $('.goe-charger-form [data-for]').each(function () {
        $(this).toggle((this.dataset.for ?? '').split(' ').includes(chosen));
      });
      $('#node-config-input-pollInterval').attr('placeholder', chosen === 'cloud' ? '30' : '5');
      // What is required changes with the connection.
      $(
        '#node-config-input-host, #node-config-input-serial, #node-config-input-broker, #node-config-input-token',
      ).trigger('change');
    };
    connection.on('change', show);
    $('#node-config-input-topicPrefix').on('change', () => {
      $('#node-config-input-serial').trigger('change');
    });
    show();
  },
  oneditsave: () => {
    editing = undefined;
  },
  oneditcancel: () => {
    editing = undefined;
  },
});
