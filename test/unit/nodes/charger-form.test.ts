/** Form of the charger's dialog: its checks, found chargers, and the bodies of its requests. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Found } from '../../../lib/discovery/found';
import { PROBE_REASONS, PROBE_REMEDIES, WRITE_PROBLEM_REASONS } from '../../../lib/probe';
import { findBody, neededFor, testBody } from '../../../nodes/goe-charger/editor-body';
import { aboutOf, fieldsOf, isSameCharger } from '../../../nodes/goe-charger/editor-found';
import { CHECKS } from '../../../nodes/goe-charger/editor-problems';
import { NOT_TESTED, SETTINGS } from '../../../nodes/goe-charger/settings';
import { type Check, type FormValues, problemIn, type Setting } from '../../../nodes/runtime/settings';

const EMPTY: FormValues = {
  ...Object.fromEntries(SETTINGS.map((setting) => [setting.name, setting.kind === 'flag' ? false : ''])),
  connection: 'http',
};
const form = (values: FormValues): FormValues => ({ ...EMPTY, ...values });

const onBroker = (values: Partial<Found> = {}): Found => ({
  name: '234567',
  serial: '234567',
  model: 'go-e Charger Gemini',
  address: 'mqtt://192.168.1.10:1883',
  connection: 'mqtt',
  topicPrefix: 'go-eCharger/234567/',
  alive: true,
  ...values,
});
const onNetwork: Found = {
  name: 'Garage',
  serial: '123456',
  model: 'go-e Charger HOME',
  address: '192.168.1.20',
  connection: 'http',
};

describe('The form of a charger', () => {
  const checks: Readonly<Record<string, Check>> = CHECKS;
  const problems = (values: FormValues) =>
    SETTINGS.flatMap((setting: Setting) => problemIn(setting, form(values), checks[setting.name])?.entry ?? []);

  it('asks for what the chosen connection needs, and for nothing else', () => {
    assert.deepEqual(problems({ connection: 'http' }), ['noHost']);
    assert.deepEqual(problems({ connection: 'mqtt' }), ['broker', 'serial']);
    assert.deepEqual(problems({ connection: 'cloud' }), ['serial', 'token']);
  });

  it('needs neither broker nor serial number where a broker node or the prefix gives them', () => {
    assert.deepEqual(problems({ connection: 'mqtt', brokerNode: 'b1', topicPrefix: 'garage/' }), []);
  });

  it('takes addresses as the charger client does', () => {
    for (const host of ['192.168.1.20', 'go-echarger_123456.local', '127.0.0.1:8080', 'http://127.0.0.1:8080/'])
      assert.deepEqual(problems({ host }), [], host);
    for (const host of ['10.0.0.1/api', 'a b', 'ftp://a', 'a?x', 'http://', 'a\\b'])
      assert.deepEqual(problems({ host }), ['host'], host);
    for (const host of ['http://u:p@a', 'u:p@192.168.1.20', 'u@a', 'u:p/p@a'])
      assert.deepEqual(problems({ host }), ['hostLogin'], host);
    for (const broker of ['mqtt://a', 'mqtts://a:8883', 'ws://a/mqtt', 'wss://a'])
      assert.deepEqual(problems({ connection: 'mqtt', serial: '123456', broker }), [], broker);
    for (const broker of ['', 'a', 'http://a', 'mqtt://', 'mqtt://a b'])
      assert.deepEqual(problems({ connection: 'mqtt', serial: '123456', broker }), ['broker'], broker);
  });

  it('leaves environment variables to the runtime', () => {
    const variable = '$' + '{GARAGE}';
    assert.deepEqual(problems({ host: variable, timeout: variable }), []);
    assert.deepEqual(problems({ connection: 'mqtt', broker: variable, serial: variable }), []);
  });

  it('knows seconds', () => {
    for (const timeout of ['0', '-1', 'x', '86401', 'NaN'])
      assert.deepEqual(problems({ host: 'a', timeout }), ['moreThan'], timeout);
    for (const timeout of ['', '0.5', '86400']) assert.deepEqual(problems({ host: 'a', timeout }), [], timeout);
    const overMqtt = { connection: 'mqtt', broker: 'mqtt://a', serial: '123456' } as const;
    assert.deepEqual(problems({ ...overMqtt, silence: '0' }), ['moreThan']);
  });
});

describe('A charger that was found', () => {
  it('fills in address, name and serial number', () => {
    assert.deepEqual(fieldsOf(onNetwork, [onNetwork], '', undefined), {
      host: '192.168.1.20',
      name: 'Garage',
      serial: '123456',
    });
  });

  it('does not take away a name that a person gave, and does that of the last choice', () => {
    assert.equal(fieldsOf(onNetwork, [onNetwork], 'Mine', undefined).name, undefined);
    assert.equal(fieldsOf(onNetwork, [onNetwork], 'Carport', 'Carport').name, 'Garage');
    assert.equal(fieldsOf(onBroker(), [onBroker()], 'Garage', 'Garage').name, '');
  });

  it('needs a topic prefix only where the serial number does not say it', () => {
    const prefixOf = (found: Found, others: Found[]) => fieldsOf(found, others, '', undefined).topicPrefix;
    const slashed = onBroker({ topicPrefix: '/go-eCharger/234567/' });
    assert.equal(prefixOf(onBroker(), [onBroker()]), '');
    assert.equal(prefixOf(slashed, [slashed]), '');
    assert.equal(prefixOf(slashed, [slashed, onBroker()]), '/go-eCharger/234567/');
    const moved = onBroker({ topicPrefix: 'go-eCharger/111111/' });
    assert.equal(prefixOf(moved, [moved]), 'go-eCharger/111111/');
  });

  it('is shown in one line, with what distinguishes it from others', () => {
    assert.equal(aboutOf(onNetwork), 'go-e Charger HOME · 123456 · 192.168.1.20');
    assert.equal(aboutOf(onBroker({ model: '' })), 'go-eCharger/234567/');
  });

  it('is known where it is in the flows already', () => {
    assert.ok(isSameCharger({ serial: '123456' }, onNetwork));
    assert.ok(isSameCharger({ connection: 'http', host: 'http://192.168.1.20/' }, onNetwork));
    assert.ok(!isSameCharger({ connection: 'mqtt', host: '192.168.1.20' }, onNetwork));
    assert.ok(!isSameCharger({ serial: '', host: '' }, { ...onNetwork, serial: '' }));
  });
});

describe('What the dialog sends', () => {
  const full = form({
    host: 'h',
    serial: '1',
    broker: 'b',
    tls: 't',
    topicPrefix: 'p',
    token: 'k',
    username: 'u',
    password: '__PWRD__',
  });
  const sent = (values: FormValues) => Object.keys(testBody('id', { ...full, ...values })).sort();
  const general: string[] = SETTINGS.filter((setting) => !('when' in setting)).map(({ name }) => name);
  const always = ['id', ...general.filter((name) => !NOT_TESTED.some((each) => each === name))];

  it('is only what the connection uses: no password leaves the form for nothing', () => {
    assert.deepEqual(sent({ connection: 'http' }), [...always, 'host'].sort());
    assert.deepEqual(sent({ connection: 'cloud' }), [...always, 'serial', 'token'].sort());
    const own = ['broker', 'password', 'serial', 'tls', 'topicPrefix', 'username'];
    assert.deepEqual(sent({ connection: 'mqtt' }), [...always, ...own].sort());
    const shared = ['brokerNode', 'serial', 'topicPrefix'];
    assert.deepEqual(sent({ connection: 'mqtt', brokerNode: 'n' }), [...always, ...shared].sort());
    assert.deepEqual(findBody('id', full), { where: 'network' });
    assert.deepEqual(findBody('id', { ...full, connection: 'mqtt', brokerNode: 'n' }), {
      where: 'broker',
      id: 'id',
      brokerNode: 'n',
    });
  });

  it('is not sent before the fields it needs are filled in', () => {
    assert.deepEqual(neededFor('find', form({})), []);
    assert.deepEqual(neededFor('find', form({ connection: 'mqtt' })), ['broker']);
    assert.ok(neededFor('test', form({})).includes('host'));
  });
});

describe('The texts of the dialog', () => {
  for (const language of ['en-US', 'de'])
    it(`name every reason and every remedy (${language})`, () => {
      const file = join(__dirname, '..', '..', '..', 'nodes', 'goe-charger', 'locales', language, 'goe-charger.json');
      const texts = JSON.parse(readFileSync(file, 'utf8'))['goe-charger'];
      assert.deepEqual(
        Object.keys(texts.reason).sort(),
        [...PROBE_REASONS, ...WRITE_PROBLEM_REASONS, 'cloudUnreachable'].sort(),
      );
      assert.deepEqual(Object.keys(texts.remedy).sort(), [...PROBE_REMEDIES, 'checkOwnInternet'].sort());
    });
});
