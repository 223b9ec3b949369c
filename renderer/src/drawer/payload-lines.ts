export type TokenKind = 'key' | 'text' | 'number' | 'plain'
export interface PayloadLine {
  readonly tokens: readonly { readonly kind: TokenKind; readonly text: string }[]
  /** True when the line holds a field that we do not know. */
  readonly unknown: boolean
}

const TOKEN =
  /"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|\n|[{}[\],:]|[^\S\n]+|[^\s"{}[\],:]+|"/g

type Frame = { readonly list: boolean; key: string; index: number }

/**
 * Cuts a payload into coloured lines for reading. Works on any JSON, pretty-printed or not, and falls back to
 * plain text: a torn payload is shown as it is. `unknown` names paths as `a.b[0].c` or `a.b.0.c`; everything
 * below an unknown path is unknown too.
 */
export function payloadLines(body: string, unknown: readonly string[]): PayloadLine[] {
  const names = unknown.map(normalPath)
  const lines: { tokens: { kind: TokenKind; text: string }[]; unknown: boolean }[] = [
    { tokens: [], unknown: false },
  ]
  const stack: Frame[] = []
  const found = body.match(TOKEN) ?? []
  found.forEach((text, at) => {
    const line = lines[lines.length - 1]
    const top = stack[stack.length - 1]
    if (!line) return
    if (text === '\n') return void lines.push({ tokens: [], unknown: false })
    const isKey = text.startsWith('"') && top !== undefined && !top.list && nextSolid(found, at) === ':'
    if (isKey) top.key = text.slice(1, -1)
    if (text === '{' || text === '[') {
      if (isUnknown(pathOf(stack), names)) line.unknown = true
      stack.push({ list: text === '[', key: '', index: 0 })
    } else if (text === '}' || text === ']') {
      if (isUnknown(pathOf(stack.slice(0, -1)), names)) line.unknown = true
      stack.pop()
    } else if (text === ',' && top?.list) top.index += 1
    else if (text.trim() !== '' && text !== ',' && isUnknown(pathOf(stack), names)) line.unknown = true
    line.tokens.push({ kind: kindOf(text, isKey), text })
  })
  return lines
}

function kindOf(text: string, isKey: boolean): TokenKind {
  if (isKey) return 'key'
  if (text.startsWith('"') && text.length > 1) return 'text'
  return /^-?\d/.test(text) || text === 'true' || text === 'false' || text === 'null' ? 'number' : 'plain'
}

function nextSolid(found: readonly string[], at: number): string | undefined {
  for (let next = at + 1; next < found.length; next++) if (found[next]?.trim() !== '') return found[next]
  return undefined
}

function pathOf(stack: readonly Frame[]): string {
  return stack.map((frame) => (frame.list ? String(frame.index) : frame.key)).join('.')
}

function normalPath(path: string): string {
  return path
    .replace(/^\$\.?/, '')
    .replace(/\[(\d*)\]/g, (_all, index: string) => (index === '' ? '.*' : `.${index}`))
}

function isUnknown(path: string, names: readonly string[]): boolean {
  if (path === '') return false
  const anyIndex = path.replace(/\.\d+(?=\.|$)/g, '.*')
  return names.some((name) => [path, anyIndex].some((one) => one === name || one.startsWith(`${name}.`)))
}
