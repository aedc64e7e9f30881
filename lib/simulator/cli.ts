#!/usr/bin/env node
/** The command `goe-simulator`: a simulated charger on the command line. */
import { parseArgs } from 'node:util';
import { type CommandLine, HELP, OPTIONS, readFlags } from './cli-flags';
import { createSimulator } from './simulator';
import type { Simulator } from './simulator.types';

/** The duration of an HTTP response, about that of a real charger [measured]. */
const LATENCY_MS = 45;

const EXIT = { failed: 1, badFlags: 2 } as const;

async function main(): Promise<void> {
  let flags: CommandLine;
  try {
    flags = readFlags(parseArgs({ options: OPTIONS, strict: true, allowPositionals: false }).values);
  } catch (error) {
    process.stderr.write(`goe-simulator: ${errorText(error)}\nTry goe-simulator --help\n`);
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
    process.stderr.write(`goe-simulator: ${errorText(error)}\n`);
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
  const print = (text: string) => process.stdout.write(`${text}\n`);
  simulator.set(flags.values);
  for (const fault of flags.faults) simulator.fault(fault.name, fault.options);
  print(`Simulated go-eCharger ${simulator.serial}, model ${simulator.model}, firmware ${simulator.firmware}`);
  const http = await simulator.listenHttp({ port: flags.port, host: flags.host });
  print(`Local API: ${http.url}${simulator.model === 'v1' ? '/status' : '/api/status'}`);
  if (flags.mdns) {
    await simulator.announce({ interface: flags.host });
    print('Announced by multicast DNS');
  }
  if (flags.cloud) {
    const cloud = await simulator.listenCloud({ ...flags.cloud, host: flags.host });
    print(`Cloud API: ${cloud.url}/api/status (token given with --token)`);
  }
  if (flags.mqtt) {
    await simulator.connectMqtt(flags.mqtt);
    print(`MQTT: publishing below ${String(simulator.get('mtp'))}`);
  }
  if (simulator.car.plugged) print('A car is plugged in.');
  print('Ctrl-C stops it.');
}

/** The text of an error, with the flag that helps. */
function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'The port is in use; choose another with --port or --cloud.';
  if (code === 'ECONNREFUSED')
    return 'No MQTT broker responds at the address of --mqtt; check the address, or start the broker.';
  return error.message || code || 'failed';
}

void main();
