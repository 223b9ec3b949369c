// Electron where its binary is not: `electron` names the stand-in, and the app's files run unmodified.
// Windows are real Chromium pages, utility processes real processes. Not covered: real isolation and sandbox,
// menus, tray and key store (recorders), a packaged app's asar and fuses. Linux and macOS only.
import { registerHooks } from 'node:module'
import { refuseOwnExecPath } from './no-run-as-node.mjs'

const standin = new URL('./electron.mjs', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: standin, format: 'module', shortCircuit: true }
      : next(specifier, context),
})
refuseOwnExecPath()
