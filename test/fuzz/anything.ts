/** Arbitrary values that a flow may hold where a value is expected. */
import fc from 'fast-check';

export const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
  withUnicodeString: true,
  maxDepth: 3,
});
/** Values that cannot be read, or not be written as JSON. */
export const odd = fc
  .constantFrom<() => unknown>(
    () => Symbol('amp'),
    () => () => 16,
    () => ({ amp: Symbol('amp') }),
    () => ({
      get amp() {
        throw new Error('no amp for you');
      },
    }),
    () => ({
      toJSON() {
        throw new Error('no JSON for you');
      },
    }),
    () =>
      new Proxy([1], {
        get() {
          throw new Error('nothing for you');
        },
      }),
    () => new Proxy({}, { ownKeys: () => ['amp'], getOwnPropertyDescriptor: () => undefined }),
  )
  .map((make) => make());
