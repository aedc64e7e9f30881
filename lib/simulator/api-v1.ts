/**
 * API v1, the only one of chargers before V3: one document with every value as a text, and one write per request
 * [goecharger/go-eCharger-API-v1]. A V3 has it too, where its owner enables it (`hla`).
 */

import type { Json } from '../json';
import { type Device, numberOf } from './device';
import type { EndpointContext } from './endpoint-context';

/** The cards in the order of this API: A, R, D, 4 to 9, and 1 for the tenth. */
const CARDS = 'a r d 4 5 6 7 8 9 1'.split(' ');
const CARD_NAMES = 'a m e 4 5 6 7 8 9 1'.split(' ');
const NO_LIMIT = 0;
const HIDDEN = '********';

/** The document, as `/status` and the topic `status` have it. */
export function statusOfV1(device: Device): Record<string, Json> {
  const flag = (key: string) => (device.values.get(key) === true ? '1' : '0');
  const number = (key: string, otherwise = 0) => String(numberOf(device, key, otherwise));
  const color = (key: string) => String(Number.parseInt(String(device.values.get(key) ?? '#0').slice(1), 16));
  const presets = device.values.get('clp');
  const limitWh = numberOf(device, 'dwo', NO_LIMIT);
  return {
    version: 'B',
    rbc: number('rbc'),
    rbt: number('rbt'),
    car: number('car', 1),
    amp: number('amp', 6),
    err: number('err'),
    ast: number('acs'),
    alw: flag('alw'),
    stp: limitWh > 0 ? '2' : '0',
    cbl: number('cbl'),
    pha: String(phaseBits(device.values.get('pha'))),
    tmp: String(Math.round(device.insideC)),
    // 10 Ws each.
    dws: String(Math.round(numberOf(device, 'wh', 0) * 360)),
    dwo: String(Math.round(limitWh / 100)),
    adi: flag('adi'),
    uby: number('trx'),
    eto: String(Math.round(numberOf(device, 'eto', 0) / 100)),
    wst: '3',
    nrg: inOldUnits(device.values.get('nrg')),
    fwv: device.model.firmware,
    sse: device.identity.serial,
    wss: 'Sonnenhof',
    wke: HIDDEN,
    wen: '1',
    tof: String(100 + Math.round(numberOf(device, 'tof', 60) / 60)),
    tds: number('tds', 1),
    lbr: number('lbr'),
    aho: '2',
    afi: '7',
    azo: number('awc'),
    ama: number('ama', 16),
    ...Object.fromEntries(
      [0, 1, 2, 3, 4].map((at) => [`al${at + 1}`, String((Array.isArray(presets) ? presets[at] : 0) ?? 0)]),
    ),
    cid: color('cid'),
    cch: color('cch'),
    cfi: color('cfi'),
    lse: flag('lse'),
    ust: number('ust'),
    wak: HIDDEN,
    r1x: '2',
    dto: '0',
    nmo: flag('nmo'),
    ...Object.fromEntries(CARDS.flatMap((card) => [[`ec${card}`, '0'] as const, [`rc${card}`, ''] as const])),
    ...Object.fromEntries(CARD_NAMES.map((card) => [`rn${card}`, ''])),
  };
}

/** Applies a command such as `amp=16`, from `/mqtt?payload=` or the topic `cmd/req`. Unknown commands are ignored. */
export function commandOfV1(context: EndpointContext, endpoint: 'http' | 'mqtt', command: string): void {
  const [name = '', text = ''] = command.split('=');
  const write = COMMANDS[name]?.(text);
  if (write) context.write(endpoint, [write]);
}

/** The commands, with the key and the value that each of them writes. */
const COMMANDS: Readonly<Record<string, (text: string) => readonly [key: string, raw: string]>> = {
  amp: (text) => ['amp', text],
  amx: (text) => ['amp', text],
  ama: (text) => ['ama', text],
  ast: (text) => ['acs', text],
  lbr: (text) => ['lbr', text],
  alw: (text) => ['frc', text === '0' ? '1' : '0'],
  dwo: (text) => ['dwo', text === '0' ? 'null' : String(Number(text) * 100)],
};

/** `nrg` in the units of API v1: V, 0.1 A, 0.1 kW for each phase and 0.01 kW for all. */
function inOldUnits(nrg: Json | undefined): Json {
  if (!Array.isArray(nrg)) return [];
  return nrg.map((value, at) => {
    const number = Number(value);
    if (at >= 4 && at <= 6) return Math.round(number * 10);
    if (at >= 7 && at <= 10) return Math.round(number / 100);
    return Math.round(at === 11 ? number / 10 : number);
  });
}

/** The live phases as bits. */
function phaseBits(pha: Json | undefined): number {
  return Array.isArray(pha) ? pha.reduce<number>((bits, on, at) => (on === true ? bits | (1 << at) : bits), 0) : 0;
}
