import { TextDecoder } from 'node:util'
import { refuseBill } from './bill-refusal'
import type { BillPart } from './bill-file'

/** No line of a bill is that long; what has one is something else. */
const LONGEST_LINE = 1 << 16

/**
 * The lines of a bill, a piece of the file at a time. UTF-8 (with or without mark), UTF-16 with mark, else GBK, as the
 * bytes say; bytes that fit none of them refuse the file.
 */
export async function* linesOf(part: BillPart): AsyncGenerator<readonly string[]> {
  let decoder: TextDecoder | undefined
  let rest = ''
  const decoded = (bytes: Uint8Array | undefined) => {
    try {
      return (decoder ??= decoderFor(bytes ?? new Uint8Array())).decode(bytes, {
        stream: bytes !== undefined,
      })
    } catch (error) {
      if (error instanceof TypeError) throw refuseBill('bill-bad-encoding')
      throw error
    }
  }
  for await (const chunk of part.read()) {
    const lines = (rest + decoded(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw refuseBill('bill-not-a-bill')
    if (lines.length > 0) yield lines.map(bare)
  }
  const last = bare(rest + decoded(undefined))
  if (last !== '') yield [last]
}

function bare(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function decoderFor(head: Uint8Array): TextDecoder {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true })
  // Below the TAB nothing stands in a text; WeChat alone lets a \x01 through, and never at the head.
  if (head.subarray(0, 256).some((byte) => byte < 9)) throw refuseBill('bill-not-a-bill')
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return new TextDecoder('utf-8', { fatal: true })
  } catch {
    return new TextDecoder('gb18030', { fatal: true })
  }
}
