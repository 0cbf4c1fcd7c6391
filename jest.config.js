/** Sources are compiled by swc on the fly; ES modules stay ES modules, so imports carry their `.ts` suffix as written. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: '<rootDir>/test/support/environment.js',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/build/'],
  testSequencer: '<rootDir>/test/support/sequencer.js',
  // One more than most runners have cores: several files mostly wait, for servers to start and for limits of time.
  maxWorkers: 3,
  testTimeout: 60_000,
};
