import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', 'out/**', 'release/**', 'conformance/**']

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
          testTimeout: 20_000,
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
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'oracles',
          environment: 'node',
          include: ['oracles/**/*.oracle.test.ts'],
          exclude: never,
          env: { ZG_DB: 'sqlite' },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'screens',
          environment: 'node',
          include: ['e2e/**/*.e2e.test.ts'],
          exclude: never,
          globalSetup: ['tools/chromium.setup.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          fileParallelism: false,
          // A machine that builds beside it paints later; what never comes still fails.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
})
