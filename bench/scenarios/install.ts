/** Scenario install: size and packages of an installation. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPacked } from '../../test/support/node-red-process';
import type { Row, Scenario } from '../bench.types';

export const install: Scenario = {
  title: 'Installing the package',
  async run(): Promise<Row[]> {
    const installed = await installPacked('node-red-contrib-go-echarger');
    try {
      const own = megabytes(installed.packageDirectory);
      const modules = join(installed.directory, 'node_modules');
      const all = megabytes(modules);
      return [
        { what: 'the package itself', against: '', values: [own], atMost: 1, unit: 'MB' },
        {
          what: 'with all it depends on',
          against: '',
          values: [all],
          unit: 'MB',
          note: `${packages(modules)} packages`,
        },
      ];
    } finally {
      installed.remove();
    }
  },
};

function megabytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const bytes = files.map((file) => lstatSync(join(folder, file))).filter((each) => each.isFile());
  return bytes.reduce((sum, { size }) => sum + size, 0) / 1e6;
}

function packages(folder: string): number {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  const scoped = names.filter((name) => name.startsWith('@'));
  return names.length - scoped.length + scoped.flatMap((scope) => readdirSync(join(folder, scope))).length;
}
