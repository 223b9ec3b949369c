/** All other lists of ours are plain ones. */
const CONNECTION = /^(orders|returns|\w*[lL]ineItems)\b/
const TOKEN = /\.\.\. ?on \w+|\w+(?:\([^)]*\))?|[{}]/g

/**
 * What a query of ours will be said to cost (shopify.dev, «API rate limits»): an object a point, a list
 * `first` times its item, a connection two more. Used until the first answer tells; ids count once.
 */
export function estimateOf(query: string): number {
  const tokens = query.slice(query.indexOf('{')).match(TOKEN) ?? []
  let at = 0
  const selection = (): number => {
    let sum = 0
    for (let field = ''; at < tokens.length;) {
      const token = tokens[at++] ?? ''
      if (token === '}') break
      if (token !== '{') field = token
      else sum += costOfField(field, selection())
    }
    return sum
  }
  at = 1
  return selection()
}

function costOfField(field: string, inner: number): number {
  if (field === 'pageInfo') return 0
  // Inside a connection `nodes` stands for the item, which the connection has counted.
  if (field === 'nodes' || field.startsWith('...')) return inner
  const first = /\bfirst:(\d+)/.exec(field)?.[1]
  if (first === undefined) return 1 + inner
  return (CONNECTION.test(field) ? 2 : 0) + Number(first) * (1 + inner)
}
