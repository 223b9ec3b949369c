// npm run test:oracles: what we write is judged by programs that know nothing of us. LibreOffice opens the sheets,
// hledger balances the month. Exit code 3: one of them is not here and could not be brought, so nothing was checked.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const NOT_CHECKED = 3
const TOOLS = [
  { program: 'soffice', package: 'libreoffice-calc' },
  { program: 'hledger', package: 'hledger' },
]
const runs = (program, ...words) => spawnSync(program, words, { stdio: 'ignore' }).status === 0
const missing = () => TOOLS.filter(({ program }) => !runs(program, '--version'))

function bring(packages) {
  if (process.getuid?.() !== 0 || !runs('apt-get', '--version')) return
  const apt = (...words) =>
    spawnSync('apt-get', words, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 8 * 60_000,
    })
  console.log(`bringing ${packages.join(' ')} by apt, some minutes…`)
  apt('update')
  apt('install', '-y', '--no-install-recommends', ...packages)
}

if (missing().length > 0) bring(missing().map((tool) => tool.package))
const lacking = missing()
if (lacking.length > 0) {
  const packages = lacking.map((tool) => tool.package).join(' ')
  console.error(
    `NOT CHECKED: ${lacking.map((tool) => tool.program).join(' and ')} not found, so no sheet was read by LibreOffice and no month balanced by hledger. Install them: apt-get install --no-install-recommends ${packages}`,
  )
  process.exit(NOT_CHECKED)
}
const vitest = resolve(import.meta.dirname, '../node_modules/vitest/vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'oracles'], { stdio: 'inherit' })
process.exit(status ?? 1)
