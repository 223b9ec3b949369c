import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { CORE_TARGET, coreEntries } from './build-entries.mjs'

const root = resolve(import.meta.dirname, '..')
const packages = Object.keys(
  (JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { dependencies: object }).dependencies,
)
const external = [...builtinModules, ...packages].map((name) => new RegExp(`^(node:)?${name}(/|$)`))

/** Core alone, for the command line and the station: the same files as the full build makes, in a second or two. */
export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  ssr: { noExternal: [] },
  build: {
    ssr: true,
    target: CORE_TARGET,
    outDir: resolve(root, 'out/main'),
    emptyOutDir: false,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: coreEntries(root),
      external,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})
