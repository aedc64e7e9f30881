/** The key registry: one row for each key of the API, from which come every dropdown, validation, label and table. */

export { keys } from './all-rows';
export { boundKeys, type LimitedBy, limitedBy } from './bounds';
export { decode } from './decode';
export { type Encoded, encode } from './encode';
export { isAtLeast, parseFirmware } from './firmware';
export { hasLabels, labelOf } from './labels';
export { modelOf } from './model';
export { isKey, isName, keyOf, keysOf, type Named, named, pick, valueNamed } from './names';
export { isSecret, MASK, redact, redactText } from './redact';
export { canWrite, meaningsOf, rowOf } from './registry';
export type * from './row';
export { withoutFaults } from './sensor-faults';
