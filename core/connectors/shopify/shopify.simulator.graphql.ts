/** Just enough of GraphQL to read a query: fields, aliases, arguments, inline fragments. Not a general parser. */
export interface Field {
  readonly name: string
  readonly alias: string
  readonly args: Readonly<Record<string, unknown>>
  readonly selection: readonly Selection[]
}
export interface Fragment {
  readonly on: string
  readonly selection: readonly Selection[]
}
export type Selection = Field | Fragment

export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault'
}

const TOKEN = /"(?:[^"\\]|\\.)*"|\.\.\.|[A-Za-z_]\w*|-?\d+(?:\.\d+)?|[{}()[\]:$!@=]|#[^\n]*/g

/** Declared variables must be used and used ones declared, as the specification demands. */
export function parseQuery(text: string, variables: Readonly<Record<string, unknown>>): readonly Selection[] {
  const left = text.replace(TOKEN, '').replace(/[\s,]/g, '')
  if (left !== '') throw new SyntaxFault(`unexpected ${left.slice(0, 20)}`)
  const tokens = (text.match(TOKEN) ?? []).filter((token) => !token.startsWith('#'))
  let at = 0
  const declared = new Set<string>()
  const used = new Set<string>()
  const next = () => tokens[at++] ?? fail('the query ends too early')
  const peek = () => tokens[at]
  function fail(reason: string): never {
    throw new SyntaxFault(`syntax error: ${reason}`)
  }
  function expect(token: string): void {
    const found = next()
    if (found !== token) fail(`${found} where ${token} was expected`)
  }
  function value(): unknown {
    const token = next()
    if (token === '$') {
      const name = next()
      used.add(name)
      return variables[name] ?? null
    }
    if (token.startsWith('"')) return JSON.parse(token)
    if (/^-?\d/.test(token)) return Number(token)
    if (token === 'true' || token === 'false') return token === 'true'
    if (token === 'null') return null
    return /^\w+$/.test(token) ? token : fail(token)
  }
  function selections(): Selection[] {
    expect('{')
    const found: Selection[] = []
    while (peek() !== '}') found.push(peek() === '...' ? fragment() : field())
    expect('}')
    return found.length > 0 ? found : fail('empty selection')
  }
  function fragment(): Fragment {
    expect('...')
    expect('on')
    return { on: next(), selection: selections() }
  }
  function field(): Field {
    let name = next()
    const alias = name
    if (!/^[A-Za-z_]/.test(name)) fail(name)
    if (peek() === ':') {
      next()
      name = next()
    }
    const args: Record<string, unknown> = {}
    if (peek() === '(') {
      next()
      while (peek() !== ')') {
        const argument = next()
        expect(':')
        args[argument] = value()
      }
      next()
    }
    return { name, alias, args, selection: peek() === '{' ? selections() : [] }
  }
  function declarations(): void {
    next()
    while (peek() !== ')') {
      expect('$')
      declared.add(next())
      while (peek() !== '$' && peek() !== ')') next()
    }
    next()
  }
  if (peek() === 'query' || peek() === 'mutation') {
    next()
    if (peek() !== '(' && peek() !== '{') next()
    if (peek() === '(') declarations()
  }
  const root = selections()
  if (at !== tokens.length) fail('something follows the query')
  for (const name of used) if (!declared.has(name)) fail(`variable $${name} is not declared`)
  for (const name of declared) if (!used.has(name)) fail(`variable $${name} is declared and not used`)
  return root
}
