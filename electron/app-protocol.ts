import { readFile, realpath } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { protocol } from 'electron'
import { APP_ORIGIN } from './origin'

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'", // antd writes its styles into the page
  "img-src 'self' data: blob: https:", // the goods' pictures stay with their platform
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Must run before the app is ready. `secure` gives the page what browsers keep for https. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built renderer below `root` as app://zhanggui/. */
export function serveApp(root: string): void {
  protocol.handle('app', (request) => answerFrom(root, request))
}

/** A path without an ending is a place inside the app and gets its page; everything else is a file or 404. */
export async function answerFrom(root: string, request: Pick<Request, 'method' | 'url'>): Promise<Response> {
  const url = URL.parse(request.url)
  if (!url || `${url.protocol}//${url.host}` !== APP_ORIGIN) return plain(404)
  if (request.method !== 'GET') return plain(405)
  const file = await fileBelow(root, url.pathname)
  if (file === undefined) return plain(404)
  return new Response(new Uint8Array(await readFile(file)), {
    headers: { ...baseHeaders(), 'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream' },
  })
}

/** The file a path names, or undefined when it is missing or lies outside `root`, links followed. */
async function fileBelow(root: string, pathname: string): Promise<string | undefined> {
  const path = decoded(pathname)
  if (path === undefined || path.includes('\0')) return undefined
  const wanted = resolve(root, `.${extname(path) === '' ? '/index.html' : path}`)
  try {
    const [real, realRoot] = await Promise.all([realpath(wanted), realpath(root)])
    return wanted.startsWith(join(root, sep)) && real.startsWith(join(realRoot, sep)) ? real : undefined
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined
    throw error
  }
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

function plain(status: number): Response {
  return new Response(null, { status, headers: baseHeaders() })
}

function baseHeaders(): Record<string, string> {
  return {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  }
}
