/**
 * The `AbortSignal` of Node.js or of a browser, whichever the types of a program know. One that knows neither (without
 * `@types/node` and the DOM) can use all but this.
 */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Known } } ? Known : never;
