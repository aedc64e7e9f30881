/**
 * The setters: the keys that can be written and the values that they accept [vendor's API documents]. The table is independent
 * of the key registry on purpose, so that a test finds every difference between the two.
 */
import type { Json } from '../json';

/** The values that a key accepts. */
export type Setter =
  | { type: 'bool' | 'float' | 'array' | 'object' | 'any'; nullable?: true }
  | { type: 'int'; min: number; max: number; nullable?: true }
  | { type: 'string'; nullable?: true; color?: true; minLength?: number; maxLength?: number };

/** Keys with a boolean. */
const BOOLS =
  'acp ara awe cae csd cwe di1 die dii esk fup fzf hai hla hsa loe lse mce mcr men mqcn mqg mqss msb msr nmo ocppe ocppr ' +
  'ocppao ocppcn ocppg ocppla ocpplo ocpprl ocppss wen pdi pgr rde su sua tse ufe upo uve wda';

/** Keys with a number. */
const FLOATS = 'ate awp cco fst pgt po psh sh spl3 zfo ufa ufs uvt';

/** Keys with a duration in milliseconds. */
const MILLISECONDS = 'fmt mci mcpd mptwt mpwst psmd sumd uvs';

/** Keys with a duration in seconds. */
const SECONDS = 'ocppai ocpph ocppi rdbf rdbs rdef rdes rdpl rdre';

/** Keys of the cards. The tag of a card (`c0i`) is written as text and reads as true. */
const CARDS = 'c0n c1n c2n c3n c4n c5n c6n c7n c8n c9n c0i c1i c2i c3i c4i c5i c6i c7i c8i c9i';

/** Keys with a text. */
const STRINGS = `ct fna wan log mcu mtp ocppd ocppu tzt oct pass wak ${CARDS}`;

/** Keys with the end of a delay: a time, or null to end the delay now. */
const DELAY_ENDS = 'mcpea rdbfe rdbse rdefe rdese rdple rdree';

/** Keys with a whole number, and its range. */
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

const names = (text: string) => text.split(' ');
const table = new Map<string, Setter>();
for (const key of names(BOOLS)) table.set(key, { type: 'bool' });
for (const key of names(FLOATS)) table.set(key, { type: 'float' });
for (const key of names(MILLISECONDS)) table.set(key, { type: 'int', min: 0, max: 0x7fffffff });
for (const key of names(SECONDS)) table.set(key, { type: 'int', min: 0, max: 0x7fffffff });
for (const key of names(STRINGS)) table.set(key, { type: 'string' });
for (const key of names('cid cch cwc cfi')) table.set(key, { type: 'string', color: true });
for (const [key, [min, max]] of Object.entries(INTS)) table.set(key, { type: 'int', min, max });
for (let place = 0; place < 10; place += 1)
  table.set(`c${place}e`, { type: 'int', min: 0, max: Number.MAX_SAFE_INTEGER });
for (const key of names('clp map cards wifis awpl')) table.set(key, { type: 'array' });
for (const key of names('ids smd sch_week sch_satur sch_sund')) table.set(key, { type: 'object' });
// The lengths that the app allows; that the API refuses other lengths is [our choice].
table.set('fna', { type: 'string', minLength: 4, maxLength: 64 });
table.set('ct', { type: 'string', maxLength: 64 });
table.set('mtp', { type: 'string', nullable: true });
table.set('dwo', { type: 'float', nullable: true });
for (const key of names(DELAY_ENDS))
  table.set(key, { type: 'int', min: 0, max: Number.MAX_SAFE_INTEGER, nullable: true });
table.set('lot', { type: 'any' });
table.set('tcl', { type: 'int', min: 6, max: 32, nullable: true });
table.set('trx', { type: 'int', min: 0, max: 10, nullable: true });
table.set('utc', { type: 'string' });
table.set('rst', { type: 'any' });

/** Keys that can be written and never read. */
export const WRITE_ONLY: ReadonlySet<string> = new Set(names('awpl del delw ids lrn oct pass rst wak'));

/** The setter of a key in this firmware; undefined where it cannot be written. */
export function setterOf(key: string, present: Json | undefined): Setter | undefined {
  const setter = table.get(key);
  // Until 054 the locks of button and force were booleans, and the current of load balancing was a number.
  if ((key === 'bac' || key === 'sdp') && typeof present === 'boolean') return { type: 'bool' };
  if (key === 'lot' && typeof present === 'number') return { type: 'int', min: 0, max: 1000 };
  return setter;
}

/** The reason why a value is not accepted, in the charger's words; undefined where it is accepted. */
export function violation(setter: Setter, value: Json): string | undefined {
  if (setter.type === 'any') return undefined;
  if (value === null) return setter.nullable ? undefined : `value must be ${setter.type}`;
  switch (setter.type) {
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
      if (Number(value) >= setter.min && Number(value) <= setter.max) return undefined;
      return `Value ${value} exceeds range ${setter.min} to ${setter.max}`;
    case 'string':
      if (typeof value !== 'string') return 'value must be string';
      if (setter.color && !/^#[0-9a-fA-F]{6}$/.test(value)) return 'value must be a color like #RRGGBB';
      if (setter.minLength !== undefined && value.length < setter.minLength)
        return `value must have at least ${setter.minLength} characters`;
      if (setter.maxLength !== undefined && value.length > setter.maxLength)
        return `value must have at most ${setter.maxLength} characters`;
      return undefined;
  }
}
