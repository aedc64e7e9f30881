/** The routes of the editor's dialogs, on a really started Node-RED with users, below another root than usual. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { freePort } from '../support/free-port';
import { mdnsAt } from '../support/mdns-port';
import { type NodeRed, startNodeRed } from '../support/node-red-process';
import { type ScriptedServer, scriptedServer } from '../support/scripted-server';

const ROOT = join(__dirname, '..', '..', '..');
const NAME = 'node-red-contrib-go-echarger';
const LOGIN = { username: 'flows', password: 'canary-password-52' };
const PASSWORD = 'correct-horse';

/** Users by what they may do; `finder` may search and test, and may not deploy. */
const USERS = { admin: '*', reader: 'read', finder: ['goe-charger.read', 'goe-charger.write'] } as const;
type User = keyof typeof USERS;

// biome-ignore lint/suspicious/noExplicitAny: an answer holds what it is tested for
type Answer = Record<string, any>;

describe('The routes of the editor', () => {
  let red: NodeRed;
  let directory: string;
  let broker: TestBroker;
  let garage: Simulator;
  let carport: Simulator;
  let address: string;
  const tokens = new Map<User, string>();

  before(async function () {
    this.timeout(60_000);
    broker = await startBroker(LOGIN);
    garage = createSimulator({ serial: '123456', name: '<script>Garage</script>', model: 'v3-60.5' });
    address = (await garage.listenHttp()).url;
    carport = createSimulator({ serial: '234567', model: 'gemini-055.7' });
    await carport.connectMqtt({ url: broker.url, ...LOGIN });

    const mdnsPort = await freePort();
    await garage.announce({ port: mdnsPort });
    directory = userDirectory(address, broker);
    red = await startNodeRed(directory, { httpAdminRoot: '/red', adminAuth: adminAuth() }, mdnsAt(mdnsPort));
    for (const user of Object.keys(USERS) as User[]) tokens.set(user, await tokenOf(user));
  });

  after(async () => {
    await red?.stop();
    await Promise.all([garage.close(), carport.close()]);
    await broker.stop();
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });

  async function tokenOf(user: User): Promise<string> {
    const body = {
      client_id: 'node-red-editor',
      grant_type: 'password',
      scope: '',
      username: user,
      password: PASSWORD,
    };
    const response = await fetch(`${red.url}/red/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  const headersOf = (user: User | 'nobody'): Record<string, string> =>
    user === 'nobody' ? {} : { authorization: `Bearer ${tokens.get(user)}` };

  const post = (route: 'find' | 'test', body: unknown, user: User | 'nobody' = 'admin', type = 'application/json') =>
    fetch(`${red.url}/red/goe-charger/${route}`, {
      method: 'POST',
      headers: { ...headersOf(user), 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  const answered = async (route: 'find' | 'test', body: unknown, user?: User): Promise<Answer> => {
    const response = await post(route, body, user);
    assert.equal(response.status, 200);
    const text = await response.text();
    assert.doesNotMatch(text, /canary/, 'no secret comes back');
    return JSON.parse(text);
  };

  const values = async (id: string, query = '', user: User = 'reader') => {
    const response = await fetch(`${red.url}/red/goe-charger/${id}/values${query}`, { headers: headersOf(user) });
    const text = await response.text();
    return { status: response.status, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer };
  };

  describe('with users', () => {
    it('refuse users who have not logged in', async () => {
      for (const route of ['find', 'test'] as const) assert.equal((await post(route, {}, 'nobody')).status, 401);
      assert.equal((await fetch(`${red.url}/red/goe-charger/the-http/values`)).status, 401);
    });

    it('give values to users who may read, and refuse them searches and tests', async () => {
      assert.equal((await values('the-http')).status, 200);
      for (const route of ['find', 'test'] as const) assert.equal((await post(route, {}, 'reader')).status, 401);
    });

    it('are not there outside the root that was configured', async () => {
      const response = await fetch(`${red.url}/goe-charger/the-http/values`, { headers: headersOf('admin') });
      assert.equal(response.status, 404);
    });
  });

  describe('that find chargers', () => {
    it('list those on the network, with names as plain text', async () => {
      const { ok, found } = await answered('find', { where: 'network' });
      assert.equal(ok, true);
      const [charger] = found.filter((each: Answer) => each.serial === '123456');
      assert.equal(charger.name, '<script>Garage</script>');
      assert.equal(`http://${charger.address}`, address);
    }).timeout(6000);

    it('list those on a broker with the login in the form, the stored one, and a broker node’s', async () => {
      const forms = [
        { broker: broker.url, ...LOGIN },
        { broker: broker.url, username: LOGIN.username, password: '__PWRD__', id: 'the-mqtt' },
        { brokerNode: 'the-broker' },
      ];
      for (const form of forms) {
        const { ok, found } = await answered('find', { where: 'broker', ...form });
        assert.equal(ok, true);
        assert.deepEqual(
          found.map(({ serial, alive }: Answer) => [serial, alive]),
          [['234567', true]],
        );
      }
    }).timeout(12_000);

    it('say what is wrong with the broker', async () => {
      const wrong = await answered('find', {
        where: 'broker',
        broker: broker.url,
        ...LOGIN,
        password: 'canary-wrong',
      });
      assert.deepEqual([wrong.ok, wrong.reason, wrong.remedy], [false, 'brokerLogin', 'checkLogin']);
    });

    it('search once at a time', async () => {
      const [first, second] = await Promise.all([
        post('find', { where: 'network' }),
        post('find', { where: 'network' }),
      ]);
      assert.deepEqual([first?.status, second?.status].sort(), [200, 429]);
    }).timeout(6000);
  });

  describe('that test a connection', () => {
    let server: ScriptedServer;
    const other = async (answer: ScriptedServer['answer']) => {
      server = await scriptedServer(answer);
      return { connection: 'http', host: server.url };
    };
    afterEach(() => server?.close());

    it('report the charger that answers', async () => {
      const report = await answered('test', { connection: 'http', host: address, readOnly: true }, 'finder');
      assert.equal(report.ok, true);
      assert.deepEqual([report.serial, report.firmware, report.canWrite], ['123456', '60.5', false]);
    });

    it('use the stored password only for who may deploy, and only the charger’s own', async () => {
      const form = {
        connection: 'mqtt',
        broker: broker.url,
        serial: '234567',
        username: 'flows',
        password: '__PWRD__',
      };
      assert.equal((await answered('test', { ...form, id: 'the-mqtt' })).ok, true);
      assert.equal((await post('test', { ...form, id: 'the-mqtt' }, 'finder')).status, 401);
      assert.equal((await post('test', { connection: 'mqtt', brokerNode: 'the-broker' }, 'finder')).status, 401);
      // Blanks around it are taken off before it is used, and the user name is stored like the password.
      const { password: _password, username: _username, ...bare } = form;
      for (const secret of [
        { password: ' __PWRD__' },
        { password: '__PWRD__\n' },
        { token: '\t__PWRD__' },
        { username: '__PWRD__' },
        { tls: 'the-tls' },
      ]) {
        const asked = { ...bare, ...secret, id: 'the-mqtt', where: 'broker' };
        for (const route of ['test', 'find'] as const)
          assert.equal((await post(route, asked, 'finder')).status, 401, JSON.stringify(secret));
      }
      for (const id of ['the-broker', 'nobody', undefined])
        assert.equal((await answered('test', { ...form, id })).reason, 'notDeployed');
    }).timeout(8000);

    it('take address and login from a broker node', async () => {
      const report = await answered('test', { connection: 'mqtt', serial: '234567', brokerNode: 'the-broker' });
      assert.equal(report.ok, true, JSON.stringify(report));
    });

    it('say what cannot be known before it is deployed', async () => {
      for (const form of [
        { connection: 'http', host: '$' + '{GARAGE}' },
        { connection: 'mqtt', broker: broker.url, serial: '234567', tls: 'new' },
        { connection: 'mqtt', serial: '234567', brokerNode: 'new' },
      ]) {
        const { ok, reason, remedy } = await answered('test', form);
        assert.deepEqual([ok, reason, remedy], [false, 'notDeployed', 'deployFirst']);
      }
    });

    it('never say what a page of another device holds, and ask for nothing but a few keys', async () => {
      const form = await other((_request, response) => {
        response.setHeader('content-type', 'text/html');
        response.end('<html>canary-content</html>');
      });
      assert.equal((await answered('test', form)).reason, 'otherDevice');
      for (const path of server.asked) assert.match(path, /^\/api\/status\?filter=./);
    });

    it('follow no redirect', async () => {
      const before = garage.requests.length;
      const form = await other((request, response) => {
        response.writeHead(307, { location: address + request.url }).end();
      });
      assert.equal((await answered('test', form)).reason, 'otherDevice');
      assert.equal(garage.requests.length, before);
    });

    it('run twice at once, and stop when the browser has gone', async () => {
      let gone = 0;
      const never: ScriptedServer['answer'] = (_request, response) => void response.on('close', () => (gone += 1));
      const form = await other(never);
      // At one address they would wait for each other.
      const second = await scriptedServer(never);
      const leaving = new AbortController();
      const url = `${red.url}/red/goe-charger/test`;
      const headers = { ...headersOf('admin'), 'content-type': 'application/json' };
      const open = [form, { ...form, host: second.url }].map((body) =>
        fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: leaving.signal }).catch(() => 'left'),
      );
      const asked = () => server.asked.length + second.asked.length;
      while (asked() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal((await post('test', form)).status, 429);
      leaving.abort();
      await Promise.all(open);
      while (gone < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal((await answered('test', { connection: 'http', host: address })).ok, true);
      await second.close();
    });

    it('take small JSON only', async () => {
      assert.equal((await post('test', { host: 'x'.repeat(20_000) })).status, 413);
      assert.equal((await post('test', JSON.stringify({ host: address }), 'admin', 'text/plain')).status, 415);
      assert.equal((await post('test', [])).status, 415);
      assert.equal((await post('test', '{', 'admin')).status, 400);
      // Node-RED cuts the connection in the middle of what it refuses: its answer may be lost with it, which is all right.
      const huge = await post('test', `{"host":"${'x'.repeat(50 * 1024 * 1024)}"}`).catch(() => undefined);
      if (huge) assert.equal(huge.status, 413);
      assert.equal((await answered('test', { connection: 'http', host: address })).ok, true);
    });

    it('answer with a failed test to values of any kind', async () => {
      for (const form of [
        {},
        { connection: { toString: 1 }, host: [] },
        { connection: 'http', host: 7 },
        { connection: 'mqtt', broker: 'file:///etc/passwd', serial: '1' },
        { connection: 'http', host: 'http://127.0.0.1/other/path?x=1' },
        JSON.parse('{"__proto__": {"connection": "http"}}'),
      ])
        assert.equal((await answered('test', form)).ok, false);
    });
  });

  describe('that give the values of a deployed charger', () => {
    it('give nothing before anybody asked, and everything when asked, with secrets masked', async () => {
      garage.set({ wak: 'canary-key', mcu: 'mqtt://u:canary@broker' });
      const { body, text } = await values('the-http', '?ask=all');
      assert.doesNotMatch(text, /canary/);
      assert.equal(body.values.amp, 16);
      assert.equal(body.firmware, '60.5');
      assert.equal(body.identity.serial, '123456');
      assert.equal(body.complete, true);
      assert.ok(body.unsupported.length > 0);
      for (const key of body.unsupported) assert.equal(garage.get(key), undefined, key);
    });

    it('ask the charger for everything only once in a while', async () => {
      const full = () => garage.requests.filter(({ keys }) => keys === 'all').length;
      const before = full();
      await Promise.all([values('the-http', '?ask=all'), values('the-http', '?ask=all'), values('the-http')]);
      assert.equal(full(), before);
    });

    it('work for a charger that shares the broker of a broker node', async () => {
      const { body, text } = await values('the-shared', '?ask=all');
      assert.equal(body.values.fwv, '055.7', text);
      assert.doesNotMatch(text, /canary/);
    });

    it('say that a charger is not deployed, or not configured', async () => {
      for (const id of ['nobody', 'the-broker', '__proto__']) assert.equal((await values(id)).status, 404, id);
      assert.equal((await values('the-broken')).status, 409);
    });
  });
});

function adminAuth(): object {
  const { hashSync } = createRequire(__filename)('bcryptjs') as { hashSync(text: string, rounds: number): string };
  const password = hashSync(PASSWORD, 4);
  const users = Object.entries(USERS).map(([username, permissions]) => ({ username, password, permissions }));
  return { type: 'credentials', users };
}

/** With the package as it is built. No id may be the value of some property: Node-RED takes that for a reference. */
function userDirectory(address: string, { url, port }: TestBroker): string {
  const directory = mkdtempSync(join(tmpdir(), 'goe-admin-'));
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(ROOT, join(directory, 'node_modules', NAME), 'junction');
  const description = { name: 'user-directory', private: true, dependencies: { [NAME]: '*' } };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(description));
  const flows = [
    { id: 'the-http', type: 'goe-charger', connection: 'http', host: address },
    { id: 'the-mqtt', type: 'goe-charger', connection: 'mqtt', broker: url, serial: '234567' },
    { id: 'the-shared', type: 'goe-charger', connection: 'mqtt', brokerNode: 'the-broker', serial: '234567' },
    { id: 'the-broken', type: 'goe-charger', connection: 'http', host: '' },
    {
      id: 'the-broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(port),
      protocolVersion: 4,
      usetls: false,
    },
  ];
  writeFileSync(join(directory, 'flows.json'), JSON.stringify(flows));
  const credentials = { 'the-mqtt': LOGIN, 'the-broker': { user: LOGIN.username, password: LOGIN.password } };
  writeFileSync(join(directory, 'flows_cred.json'), JSON.stringify(credentials));
  return directory;
}
