import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', 'out/**', 'release/**', 'conformance/**']
/** Ends what hangs; nothing is timed by it: a machine that builds beside the tests takes three times as long. */
const LONGEST_MS = 180_000
/** What is waited for comes later there too; what never comes still fails. */
const POLL_MS = 60_000

export default defineConfig({
  test: {
    maxWorkers: '100%', // many tests wait on processes and servers; the default leaves a core idle
    projects: [
      {
        test: {
          name: 'core',
          environment: 'node',
          include: [
            'core/**/*.test.ts',
            'electron/**/*.test.ts',
            'renderer/**/*.test.{ts,tsx}',
            'tools/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          exclude: [...never, '**/*.pg.test.ts'],
          env: { ZG_DB: 'sqlite' },
          globalSetup: ['tools/core.setup.ts'],
          testTimeout: LONGEST_MS,
          hookTimeout: LONGEST_MS,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
      {
        test: {
          name: 'postgres',
          environment: 'node',
          include: ['core/**/*.{store,flow,pg}.test.ts', 'core/database/**/*.test.ts'],
          exclude: never,
          env: { ZG_DB: 'postgres' },
          globalSetup: ['tools/postgres.setup.ts'],
          testTimeout: LONGEST_MS,
          hookTimeout: LONGEST_MS,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
      {
        test: {
          name: 'oracles',
          environment: 'node',
          include: ['oracles/**/*.oracle.test.ts'],
          exclude: never,
          env: { ZG_DB: 'sqlite' },
          testTimeout: LONGEST_MS,
          hookTimeout: LONGEST_MS,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
      {
        test: {
          name: 'screens',
          environment: 'node',
          include: ['e2e/**/*.e2e.test.ts'],
          exclude: never,
          globalSetup: ['tools/chromium.setup.ts'],
          testTimeout: LONGEST_MS,
          hookTimeout: LONGEST_MS,
          fileParallelism: false,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
    ],
  },
})
