/** Stryker's test runner for mocha, which looks for files of mocha by names without an extension: those of mocha 12 end in `.cjs`. */
import Module from 'node:module';

Module._extensions['.cjs'] ??= Module._extensions['.js'];
export const { strykerPlugins, strykerValidationSchema } = await import('@stryker-mutator/mocha-runner');
