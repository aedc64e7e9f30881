/**
 * Which keys can be written and what they accept, after the vendor's API table. Written apart from the key registry on
 * purpose: where the two disagree, a test notices.
 */
import type { Json } from './simulator.types';

export type Accepts =
  | { type: 'bool' | 'float' | 'array' | 'object' | 'any'; nullable?: true }
  | { type: 'int'; min: number; max: number; nullable?: true }
  | { type: 'string'; nullable?: true; color?: true; minLength?: number; maxLength?: number };

const BOOLS =
  'acp ara awe cae csd cwe di1 die dii esk fup fzf hai hla hsa loe lse mce mcr men mqcn mqg mqss msb msr nmo ocppe ocppr ' +
  'ocppao ocppcn ocppg ocppla ocpplo ocpprl ocppss wen pdi pgr rde su sua tse ufe upo uve wda';

const FLOATS = 'ate awp cco fst pgt po psh sh spl3 zfo ufa ufs uvt';

const MILLISECONDS = 'fmt mci mcpd mptwt mpwst psmd sumd uvs';

const SECONDS = 'ocppai ocpph ocppi rdbf rdbs rdef rdes rdpl rdre';

/** The tag of a card (`c0i`) is written as text and shown as "there is one". */
const CARDS = 'c0n c1n c2n c3n c4n c5n c6n c7n c8n c9n c0i c1i c2i c3i c4i c5i c6i c7i c8i c9i';

const STRINGS = `ct fna wan log mcu mtp ocppd ocppu tzt oct pass wak ${CARDS}`;

/** Ends of delays: a time, or null to end the delay now. */
const DELAY_ENDS = 'mcpea rdbfe rdbse rdefe rdese rdple rdree';

/** Name of a whole number and its smallest and largest value. */
const INTS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  acs: [0, 1],
  ama: [6, 32],
  amp: [6, 32],
  att: [0, 86400],
  awc: [0, 65535],
  bac: [0, 3],
  del: [0, 9],
  delw: [0, 9],
  frc: [0, 2],
  frm: [0, 2],
  la1: [6, 32],
  la3: [6, 32],
  lbr: [0, 255],
  lmo: [3, 5],
  lof: [0, 32],
  lop: [0, 99],
  loty: [0, 1],
  lrn: [0, 9],
  mca: [6, 32],
  msp: [1, 65535],
  psm: [0, 2],
  sdp: [0, 3],
  tds: [0, 2],
  tof: [-720, 840],
  ufm: [0, 1],
  ust: [0, 2],
};

const words = (text: string) => text.split(' ');
const table = new Map<string, Accepts>();
for (const key of words(BOOLS)) table.set(key, { type: 'bool' });
for (const key of words(FLOATS)) table.set(key, { type: 'float' });
for (const key of words(MILLISECONDS)) table.set(key, { type: 'int', min: 0, max: 0x7fffffff });
for (const key of words(SECONDS)) table.set(key, { type: 'int', min: 0, max: 0x7fffffff });
for (const key of words(STRINGS)) table.set(key, { type: 'string' });
for (const key of words('cid cch cwc cfi')) table.set(key, { type: 'string', color: true });
for (const [key, [min, max]] of Object.entries(INTS)) table.set(key, { type: 'int', min, max });
for (let place = 0; place < 10; place += 1)
  table.set(`c${place}e`, { type: 'int', min: 0, max: Number.MAX_SAFE_INTEGER });
for (const key of words('clp map cards wifis awpl')) table.set(key, { type: 'array' });
for (const key of words('ids smd sch_week sch_satur sch_sund')) table.set(key, { type: 'object' });
// What the app allows; that the API refuses other names is [our choice].
table.set('fna', { type: 'string', minLength: 4, maxLength: 64 });
table.set('ct', { type: 'string', maxLength: 64 });
table.set('mtp', { type: 'string', nullable: true });
table.set('dwo', { type: 'float', nullable: true });
for (const key of words(DELAY_ENDS))
  table.set(key, { type: 'int', min: 0, max: Number.MAX_SAFE_INTEGER, nullable: true });
table.set('lot', { type: 'any' });
table.set('tcl', { type: 'int', min: 6, max: 32, nullable: true });
table.set('trx', { type: 'int', min: 0, max: 10, nullable: true });
table.set('utc', { type: 'string' });
table.set('rst', { type: 'any' });

/** Keys that can only be written: they are taken and never shown. */
export const WRITE_ONLY: ReadonlySet<string> = new Set(words('awpl del delw ids lrn oct pass rst wak'));

/** What a key accepts in this firmware; undefined where it cannot be written. */
export function acceptsOf(key: string, present: Json | undefined): Accepts | undefined {
  const accepts = table.get(key);
  // Button lock and force lock were booleans to 054, the number of load management a plain number until it became an object.
  if ((key === 'bac' || key === 'sdp') && typeof present === 'boolean') return { type: 'bool' };
  if (key === 'lot' && typeof present === 'number') return { type: 'int', min: 0, max: 1000 };
  return accepts;
}

/** @returns why the value does not fit, in the charger's words, or undefined */
export function misfit(accepts: Accepts, value: Json): string | undefined {
  if (accepts.type === 'any') return undefined;
  if (value === null) return accepts.nullable ? undefined : `value must be ${accepts.type}`;
  switch (accepts.type) {
    case 'bool':
      return typeof value === 'boolean' ? undefined : 'value must be bool';
    case 'float':
      return typeof value === 'number' ? undefined : 'value must be float';
    case 'array':
      return Array.isArray(value) ? undefined : 'value must be array';
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) ? undefined : 'value must be object';
    case 'int':
      if (!Number.isInteger(value)) return 'value must be int';
      if (Number(value) >= accepts.min && Number(value) <= accepts.max) return undefined;
      return `Value ${value} exceeds range ${accepts.min} to ${accepts.max}`;
    case 'string':
      if (typeof value !== 'string') return 'value must be string';
      if (accepts.color && !/^#[0-9a-fA-F]{6}$/.test(value)) return 'value must be a color like #RRGGBB';
      if (accepts.minLength !== undefined && value.length < accepts.minLength)
        return `value must have at least ${accepts.minLength} characters`;
      if (accepts.maxLength !== undefined && value.length > accepts.maxLength)
        return `value must have at most ${accepts.maxLength} characters`;
      return undefined;
  }
}
