/** Number of rounds of a test that repeats: a few in `npm test`, all of them in `npm run test:long`. */

/** Set by `npm run test:long`. */
export const IS_LONG = process.env.GOE_TEST_LONG !== undefined;

/** A number of rounds, seeds or seconds: the first in `npm test`, the second in `npm run test:long`. */
export const rounds = (usual: number, long: number): number => (IS_LONG ? long : usual);
