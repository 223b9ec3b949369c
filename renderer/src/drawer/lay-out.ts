const PIECES = /"(?:[^"\\]|\\.)*"|"[^]*|[{}[\],:]|[^\s"{}[\],:]+/g

/**
 * One line of JSON laid out over many, without reading it: long numbers stay digit for digit as they came. What is
 * no JSON, or laid out already, is given back as it is.
 */
export function layOut(body: string): string {
  if (!/^\s*[{[]/.test(body) || body.trim().includes('\n')) return body
  const pieces = body.match(PIECES) ?? []
  let depth = 0
  let text = ''
  const line = () => `\n${'  '.repeat(Math.max(0, depth))}`
  pieces.forEach((piece, at) => {
    const before = pieces[at - 1]
    if (piece === '}' || piece === ']') {
      depth -= 1
      text += before === '{' || before === '[' ? piece : line() + piece
      return
    }
    if (before === '{' || before === '[' || before === ',') text += line()
    text += piece === ':' ? ': ' : piece
    if (piece === '{' || piece === '[') depth += 1
  })
  return text
}
