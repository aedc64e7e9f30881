/** What of the form is sent to the runtime: only what the chosen connection uses. */
import type { ChargerForm, CheckedField } from './editor-problems';

type Body = Record<string, unknown>;

export function testBody(id: string, form: ChargerForm, readOnly: boolean): Body {
  const common = { id, name: form.name, connection: form.connection, timeout: form.timeout, readOnly };
  switch (form.connection) {
    case 'http':
      return { ...common, host: form.host };
    case 'cloud':
      return { ...common, serial: form.serial, token: form.token };
    case 'mqtt':
      return { ...common, ...brokerOf(form), serial: form.serial, topicPrefix: form.topicPrefix };
  }
}

export function findBody(id: string, form: ChargerForm): Body {
  return form.connection === 'mqtt' ? { where: 'broker', id, ...brokerOf(form) } : { where: 'network' };
}

/** A shared broker brings its own login; a stored password arrives here as a placeholder that only the runtime resolves. */
function brokerOf({ broker, brokerNode, tls, username, password }: ChargerForm): Body {
  return brokerNode === '' ? { broker, tls, username, password } : { brokerNode };
}

/** The fields without which it makes no sense to ask. */
export function neededFor(what: 'find' | 'test', { connection }: ChargerForm): CheckedField[] {
  if (what === 'find') return connection === 'mqtt' ? ['broker'] : [];
  return ['host', 'broker', 'serial', 'token', 'topicPrefix', 'timeout'];
}
