import assert from 'node:assert/strict';
import dns from 'node:dns';
import { type Charger, createCharger } from '../../lib/charger';
import { probe } from '../../lib/probe';
import { deploy, fail, shows, statusOf, useNodeRed, whatWasLogged } from '../support/flow';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

const VALUES = { sse: '123456', fwv: '60.5', typ: 'go-eCharger', car: 1, amp: 16 };
const SECRET = 'canary-pass-3307';

quirk(
  {
    topic: 'Addresses and networks',
    seen: 'People enter user and password in the address, as `http://user:password@host`.',
    sources: ['tried against 0.3.0'],
    here: 'Such an address is refused, with the reason, in the dialog too; neither user nor password shows in an error, log, status or test.',
  },
  () => {
    const HOSTS = [
      `http://user:${SECRET}@192.168.1.20`,
      `user:${SECRET}@charger.lan:80`,
      `https://user:${SECRET}@h/`,
      `http://us er:${SECRET}/@:x@h`,
      `${SECRET}@h`,
    ];
    const refused = (error: Error & { code?: string }) => {
      assert.equal(error.code, 'INVALID');
      assert.match(error.message, /user and password do not belong in the address “\*\*\*@/);
      assert.doesNotMatch(JSON.stringify(error) + error.message + error.stack, /canary/);
      return true;
    };

    for (const host of HOSTS)
      it(`is refused for ${host.replace(SECRET, 'password')}`, async () => {
        assert.throws(() => createCharger({ name: 'Garage', connection: 'http', host }), refused);
        const report = await probe({ connection: 'http', host });
        assert.ok(!report.ok && report.reason === 'incomplete');
        assert.doesNotMatch(JSON.stringify(report), /canary/);
      });

    it('does not show the token of a cloud address that was entered as one of the local network', () => {
      for (const host of [`https://123456.api.v3.go-e.io/api/status?token=${SECRET}`, `h#${SECRET}`, `@h?${SECRET}`])
        assert.throws(
          () => createCharger({ name: 'Garage', connection: 'http', host }),
          (error: Error) => {
            assert.match(error.message, /[?#]\*\*\*”/);
            assert.doesNotMatch(error.message + error.stack, /canary/);
            return true;
          },
        );
    });

    describe('in Node-RED', function () {
      this.timeout(20_000);
      useNodeRed();

      it('shows nowhere', async () => {
        await deploy([
          { id: 'charger', type: 'goe-charger', connection: 'http', host: HOSTS[0] },
          { id: 'set', type: 'goe-set', charger: 'charger' },
        ]);
        const error = await fail('set', { payload: { amp: 10 } });
        await shows('set', ({ fill }) => fill === 'red', 'red');
        assert.match(String(error.message), /do not belong in the address/);
        assert.match(whatWasLogged(), /do not belong in the address/);
        assert.doesNotMatch(whatWasLogged() + JSON.stringify([error, statusOf('set')]), /canary/);
      });
    });
  },
);

quirk(
  {
    topic: 'Addresses and networks',
    seen: 'A name ends in a dot, as name servers write it: `charger.lan.`',
    sources: ['tried against 0.3.0'],
    here: 'The name is looked up, and sent as the host, without the dot.',
  },
  () => {
    const { lookup } = dns;
    let server: ScriptedServer;
    let charger: Charger | undefined;
    let names: string[];
    let hosts: (string | undefined)[];

    beforeEach(async () => {
      names = [];
      hosts = [];
      server = await scriptedServer((request, response) => {
        hosts.push(request.headers.host);
        plainCharger({ ...VALUES })(request, response);
      });
      // No name server of this machine knows the name, and a list of hosts knows none with a dot.
      Object.assign(dns, {
        lookup: (name: string, options: object, callback: (...found: unknown[]) => void) => {
          names.push(name);
          lookup(name === 'charger.lan' ? '127.0.0.1' : `${'n'.repeat(64)}.test`, options, callback as never);
        },
      });
    });
    afterEach(async () => {
      Object.assign(dns, { lookup });
      await charger?.close();
      await server.close();
    });

    it('is read and written', async () => {
      const host = `charger.lan.:${server.port}`;
      charger = createCharger({ name: 'Garage', connection: 'http', host, timeoutS: 2 });
      assert.equal((await charger.read(['amp'], 'charger')).get('amp')?.value, 16);
      assert.equal((await charger.write({ amp: 10 }, 'accepted')).get('amp')?.outcome, 'accepted');
      assert.deepEqual(new Set(hosts), new Set([`charger.lan:${server.port}`]));
      assert.deepEqual(new Set(names), new Set(['charger.lan']));
    });

    it('is no address where there is nothing but dots', () => {
      for (const host of ['.', 'http://.', '..:80'])
        assert.throws(() => createCharger({ connection: 'http', host }), { code: 'INVALID' }, host);
    });
  },
);
