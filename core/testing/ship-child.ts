// A program that is killed: tells the platforms of the parcels that wait in a folder. For ship-kill-9.test.ts, which
// builds it and starts it anew after every death. `node ship-child.js FOLDER LATER_MS`:
// so much later than now, so that the lease of what the dead one had begun need not be waited for.
import { buildCore } from '../build-core'
import { systemClock } from '../kernel'
import { noLog } from './no-log'

const [folder = '', laterMs = '0'] = process.argv.slice(2)
const clock = { ...systemClock, now: () => Date.now() + Number(laterMs) }

// In a function: the bundler turns a top-level `await using` into a plain variable that nothing disposes.
async function main(): Promise<void> {
  await using core = await buildCore({ folder, practice: false, log: noLog, clock })
  const waiting = async () =>
    Number(
      (
        await core.database.read.get<{ n: number }>(
          `select count(*) as n from shipments where state = 'telling'`,
        )
      )?.n,
    )
  for (let left = await waiting(), said = -1; left > 0; left = await waiting()) {
    if (left !== said) process.stdout.write(`${left}\n`)
    said = left
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  process.stdout.write('done\n')
}

await main()
