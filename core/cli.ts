import './node-guard'

// Loaded after the guard has looked: what an older Node lacks stops it while it reads the imports, before any of our
// words are said.
const { runProgram } = await import('./program')
process.exitCode = await runProgram(process.argv.slice(2))
