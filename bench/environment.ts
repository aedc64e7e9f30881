/** Environment of a run: machine, versions, date. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

export function environmentLines(broker: string, seconds: number, loadBefore: number): string[] {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const version = (name: string) =>
    JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;
  const libraries = ['node-red', 'mqtt', 'undici'].map((name) => `${name} ${version(name)}`).join(', ');
  return [
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, in ${Math.round(seconds / 60)} minutes.`,
    '',
    `- Machine: ${model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release().split('-')[0]}; load before ${loadBefore.toFixed(2)}, after ${loadavg()[0]!.toFixed(2)}`,
    `- Versions: Node.js ${process.versions.node}, ${libraries}, broker ${broker}`,
  ];
}

/** @returns version of an installed Mosquitto, undefined where there is none */
export function mosquittoVersion(): string | undefined {
  try {
    return /mosquitto version (\S+)/.exec(execFileSync('mosquitto', ['-h'], { encoding: 'utf8' }))?.[1];
  } catch (error) {
    // It ends with a status of its own after its help.
    return /mosquitto version (\S+)/.exec(String((error as { stdout?: unknown }).stdout ?? ''))?.[1];
  }
}
