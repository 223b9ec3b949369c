import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import { CORE_TARGET, coreEntries } from './tools/build-entries.mjs'
import { pageConfig } from './tools/page-config.mjs'

export default defineConfig({
  main: {
    build: {
      target: CORE_TARGET,
      outDir: 'out/main',
      rolldownOptions: { input: { main: resolve('electron/main.ts'), ...coreEntries(import.meta.dirname) } },
    },
  },
  // A sandboxed preload is one CommonJS file with nothing left to require but electron.
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: pageConfig(import.meta.dirname),
})
