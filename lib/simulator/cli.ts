#!/usr/bin/env node
/** The command `goe-simulator`: a simulated charger on the command line. */
import { parseArgs } from 'node:util';
import { type CommandLine, HELP, OPTIONS, readFlags } from './cli-flags';
import { createSimulator } from './simulator';
import type { Simulator } from './simulator.types';

/** A real charger needs about this long for an answer. */
const LATENCY_MS = 45;

const EXIT = { failed: 1, badFlags: 2 } as const;

async function main(): Promise<void> {
  let flags: CommandLine;
  try {
    flags = readFlags(parseArgs({ options: OPTIONS, strict: true, allowPositionals: false }).values);
  } catch (error) {
    process.stderr.write(`goe-simulator: ${wordsOf(error)}\nTry goe-simulator --help\n`);
    process.exitCode = EXIT.badFlags;
    return;
  }
  if (flags.help) {
    process.stdout.write(HELP);
    return;
  }
  const simulator = createSimulator({ ...flags.simulator, latencyMs: LATENCY_MS });
  try {
    await start(simulator, flags);
  } catch (error) {
    process.stderr.write(`goe-simulator: ${wordsOf(error)}\n`);
    process.exitCode = EXIT.failed;
    await simulator.close();
    return;
  }
  const stop = () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    void simulator.close();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function start(simulator: Simulator, flags: CommandLine): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  simulator.set(flags.values);
  for (const fault of flags.faults) simulator.fault(fault.name, fault.options);
  say(`Simulated go-eCharger ${simulator.serial}, model ${simulator.model}, firmware ${simulator.firmware}`);
  const http = await simulator.listenHttp({ port: flags.port, host: flags.host });
  say(`Local API: ${http.url}${simulator.model === 'v1' ? '/status' : '/api/status'}`);
  if (flags.mdns) {
    await simulator.announce({ interface: flags.host });
    say('Announced by multicast DNS');
  }
  if (flags.cloud) {
    const cloud = await simulator.listenCloud({ ...flags.cloud, host: flags.host });
    say(`Cloud API: ${cloud.url}/api/status (token given with --token)`);
  }
  if (flags.mqtt) {
    await simulator.connectMqtt(flags.mqtt);
    say(`MQTT: publishing below ${String(simulator.get('mtp'))}`);
  }
  if (simulator.car.plugged) say('A car is plugged in.');
  say('Ctrl-C stops it.');
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'The port is taken; choose another with --port or --cloud.';
  if (code === 'ECONNREFUSED') return 'There is no MQTT broker at the address given with --mqtt.';
  return error.message || code || 'failed';
}

void main();
