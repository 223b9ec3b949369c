// `npm run -s zhanggui -- <command>`: the command line from a checkout, always of the code that is there.
import './node-guard.mjs'
import { buildIfStale, cliFile, coreBuild, coreFlags, pageBuild, runInForeground } from './fresh-build.mjs'

const args = process.argv.slice(2)
const opensPage = args[0] === 'serve' || (args[0] === 'bench' && args[1] === 'live')
await buildIfStale(coreBuild)
if (opensPage && !args.includes('--help')) await buildIfStale(pageBuild)
runInForeground(process.execPath, [...coreFlags, cliFile, ...args])
