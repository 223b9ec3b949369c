import './node-guard'

// Loaded after the guard has looked: what an older Node lacks stops it while it reads the imports, before any of our
// words are said.
// Every command is a start of its own: compiled once, kept beside the build. Where nothing can be written it is not kept.
const [{ enableCompileCache }, { fileURLToPath }] = await Promise.all([
  import('node:module'),
  import('node:url'),
])
enableCompileCache(fileURLToPath(new URL('../.compile-cache', import.meta.url)))
const { runProgram } = await import('./program')
process.exitCode = await runProgram(process.argv.slice(2))
