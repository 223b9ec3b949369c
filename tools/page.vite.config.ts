import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { pageConfig } from './page-config.mjs'

/** The page alone, for the counter in the browser: a few seconds. */
export default defineConfig({ ...pageConfig(resolve(import.meta.dirname, '..')), logLevel: 'warn' })
