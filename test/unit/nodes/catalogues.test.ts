import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');

interface Catalogue {
  [entry: string]: string | Catalogue;
}

const SET = 'nodes/goe-set/locales';
const part = (catalogue: Catalogue, ...path: string[]) => path.reduce((at, name) => at[name] as Catalogue, catalogue);

/** Problems of other languages would be found as well. */
const isEnglishOrGerman = (path: string) => !/[\\/]locales[\\/](?!(?:en-US|de)(?:[\\/]|$))/.test(path);

describe('The check of the catalogues', function () {
  this.timeout(30_000);
  let copy: string;

  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'goe-catalogues-'));
    for (const folder of ['nodes', 'lib', 'scripts', 'package.json'])
      cpSync(join(ROOT, folder), join(copy, folder), { recursive: true, filter: isEnglishOrGerman });
    symlinkSync(join(ROOT, 'dist'), join(copy, 'dist'), 'junction');
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  function edit(file: string, change: (catalogue: Catalogue) => void): void {
    const catalogue: Catalogue = JSON.parse(readFileSync(join(copy, file), 'utf8'));
    change(catalogue);
    writeFileSync(join(copy, file), JSON.stringify(catalogue));
  }

  function problems(): string[] {
    const { stderr } = spawnSync(process.execPath, [join(copy, 'scripts', 'catalogues.mjs'), '--check'], {
      encoding: 'utf8',
    });
    return stderr.trim().split('\n').sort();
  }

  it('finds what is missing, wrong, left in English, or of no use', () => {
    edit(`${SET}/de/goe-set.json`, (german) => {
      delete german.connected;
      german.connecting = 'connecting';
      part(german, 'goe-set').limited = 'weniger';
      part(german, 'goe-set', 'label').extra = 'mehr';
    });
    for (const language of ['en-US', 'de'])
      edit(`nodes/goe-event/locales/${language}/goe-event.json`, (catalogue) => {
        const label = part(catalogue, 'goe-event', 'label');
        label.neverAsked = label.output!;
        delete label.output;
      });
    rmSync(join(copy, 'nodes/goe-status/locales/de/goe-status.json'));
    writeFileSync(join(copy, `${SET}/de/goe-set.html`), '<p>kurz</p>');
    assert.deepEqual(problems(), [
      'nodes/goe-event/form.html: goe-event.label.output is in no catalogue',
      'nodes/goe-event: nothing names the entry goe-event.label.neverAsked',
      `${SET}/de/goe-set.html is built differently from the English help`,
      `${SET}/de/goe-set.json: connected is missing`,
      `${SET}/de/goe-set.json: connecting is still English`,
      `${SET}/de/goe-set.json: goe-set.label.extra is in no English catalogue`,
      `${SET}/de/goe-set.json: goe-set.limited has other placeholders`,
      'nodes/goe-status/locales/de/goe-status.json is missing',
    ]);
  });
});
