import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The rooms of `src/`, lowest floor first (docs/architecture.md). A room imports only from itself and from rooms before it.
 * The first four are pure: they may not touch the world at all.
 */
const ROOMS = ['migration', 'sql', 'graph', 'report', 'formats', 'postgres', 'cache', 'execution', 'github', 'phases'];
const PURE = ROOMS.slice(0, 4);
const WORLD = ['fs', 'net', 'child_process', 'http', 'https', 'os', 'worker_threads', 'dgram', 'tls'];

const floors = ROOMS.map((room, floor) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${[...ROOMS.slice(floor + 1), 'action', 'cli', 'index'].join('|')})(/|\\.ts$)`,
            message: `src/${room}/ is below that room: imports only go down (docs/architecture.md).`,
          },
          ...(PURE.includes(room)
            ? [
                {
                  regex: `^(node:)?(${WORLD.join('|')})(/|$)|^pg$|^@actions/`,
                  message: `src/${room}/ is pure: pass what it needs as a parameter.`,
                },
              ]
            : []),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'coverage/', 'node_modules/'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A default is a decision for all other cases.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  ...floors,
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { console: 'readonly', performance: 'readonly', process: 'readonly' } },
  },
);
