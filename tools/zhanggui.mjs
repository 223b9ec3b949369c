// `npm run -s zhanggui -- <command>`: the command line from a checkout, always of the code that is there.
import './node-guard.mjs'
import { buildIfStale, cliFile, coreBuild, coreFlags, runInForeground } from './fresh-build.mjs'

await buildIfStale(coreBuild)
runInForeground(process.execPath, [...coreFlags, cliFile, ...process.argv.slice(2)])
