/** Loading the key registry, in the runtime and in the editor. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Bench, Row, Scenario } from '../bench.types';
import { ratios } from '../figures';
import { alternate } from '../rounds';
import { startSubject } from '../subject';

async function loading(module: string): Promise<number> {
  const subject = await startSubject('loading', { module });
  try {
    return await subject.act<number>('tookMs');
  } finally {
    await subject.stop();
  }
}

export const registry: Scenario = {
  title: 'The key registry',
  async run(bench: Bench): Promise<Row[]> {
    const figures = await alternate(bench.quick ? 5 : 9, {
      ours: () => loading('lib/keys'),
      mqtt: () => loading('mqtt'),
      undici: () => loading('undici'),
    });
    const plugin = readFileSync(join(__dirname, '..', '..', 'nodes', 'editor', 'goe-editor.html'));
    return [
      { what: 'loading the registry in the runtime', against: '', values: figures.ours!, atMost: 10, unit: 'ms' },
      { what: 'loading the registry', against: 'loading mqtt.js', values: ratios(figures.ours!, figures.mqtt!) },
      { what: 'loading the registry', against: 'loading undici', values: ratios(figures.ours!, figures.undici!) },
      {
        what: 'what the editor loads once for all dialogs, compressed',
        against: '',
        values: [gzipSync(plugin).length / 1000],
        atMost: 60,
        unit: 'kB',
        note: `registry and what all dialogs share; ${(plugin.length / 1000).toFixed(0)} kB before compression`,
      },
    ];
  },
};
