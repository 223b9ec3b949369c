import { execFileSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { extract } from 'tar-fs'

const require = createRequire(import.meta.url)
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * A Chromium that Playwright can drive: npm's (Linux x64, headless only), else an installed one.
 * `env` is the whole environment for the process: fonts with Chinese signs, UTF-8 names of downloads.
 * @returns {Promise<{ executablePath: string, env: Record<string, string>, args: string[] }>}
 */
export async function chromiumPath() {
  const named = process.env.ZG_CHROMIUM
  if (named) return described(named, await fontEnv())
  if (process.platform === 'linux' && process.arch === 'x64') {
    const folder = await unpackedChromium()
    const env = await fontEnv()
    if (!hasNss())
      env.LD_LIBRARY_PATH = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH]
        .filter(Boolean)
        .join(delimiter)
    return described(join(folder, 'chromium'), env)
  }
  const installed = installedChromium()
  if (installed) return described(installed, await fontEnv())
  throw new Error(
    `No Chromium for ${process.platform}-${process.arch}: install Chrome, Edge or chromium, or name one in ZG_CHROMIUM.`,
  )
}

function described(executablePath, env) {
  const inherited = Object.entries(process.env).filter(([, value]) => value !== undefined)
  return { executablePath, args: ARGS, env: { ...Object.fromEntries(inherited), ...env } }
}

export function cacheFolder() {
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'zhanggui-tools')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'zhanggui-tools')
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'zhanggui-tools')
}

/** Unpacked under a temporary name, then renamed: parallel workers never see half a browser. */
async function unpackedChromium() {
  const from = join(packageFolder('@sparticuz/chromium'), 'bin')
  const target = join(cacheFolder(), `chromium-${versionOf('@sparticuz/chromium')}`)
  return once(target, async (folder) => {
    const unbrotli = (name) => [createReadStream(join(from, name)), createBrotliDecompress()]
    const tar = (name, into) => pipeline(...unbrotli(name), extract(into))
    await pipeline(...unbrotli('chromium.br'), createWriteStream(join(folder, 'chromium'), { mode: 0o755 }))
    await tar('swiftshader.tar.br', folder)
    await tar('al2023.tar.br', join(folder, 'al2023'))
  })
}

/** Without a Chinese font every sign is an empty box. */
async function fontEnv() {
  if (process.platform !== 'linux') return {}
  const fonts = packageFolder('@expo-google-fonts/noto-sans-sc')
  const target = join(cacheFolder(), `fonts-${versionOf('@expo-google-fonts/noto-sans-sc')}-${hashOf(fonts)}`)
  const folder = await once(target, async (temporary) => {
    const dirs = ['400Regular', '700Bold'].map((weight) => `<dir>${join(fonts, weight)}</dir>`).join('')
    await writeFile(
      join(temporary, 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}` +
        `<dir>/usr/share/fonts</dir><cachedir>${join(target, 'cache')}</cachedir></fontconfig>`,
    )
  })
  return { FONTCONFIG_FILE: join(folder, 'fonts.conf'), LANG: 'C.UTF-8' }
}

async function once(target, fill) {
  if (existsSync(target)) return target
  await mkdir(dirname(target), { recursive: true })
  const temporary = await mkdtemp(`${target}.part-`)
  await fill(temporary)
  try {
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    if (!existsSync(target)) throw error // otherwise another process was first
  }
  return target
}

function installedChromium() {
  const fixed = {
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) =>
      ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((file) =>
        join(process.env[name] ?? 'C:\\', file),
      ),
    ),
  }[process.platform]
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
  return [...(fixed ?? []), ...onPath].find((file) => existsSync(file))
}

function hasNss() {
  try {
    return execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).includes('libnss3.so')
  } catch (error) {
    // No ldconfig (musl, NixOS): the bundled libraries are the safer guess.
    if (error instanceof Error) return false
    throw error
  }
}

function packageFolder(name) {
  for (const folder of require.resolve.paths(name) ?? [])
    if (existsSync(join(folder, name, 'package.json'))) return join(folder, name)
  throw new Error(`The package ${name} is missing: run npm ci.`)
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')).version
}

function hashOf(text) {
  return require('node:crypto').createHash('sha256').update(text).digest('hex').slice(0, 8)
}
