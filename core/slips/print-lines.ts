import type { Word } from './text-reader'
import { unite, type Box } from './picture'

/** One sign of a line, as read. */
export interface Sign {
  readonly char: string
  readonly confidence: number
  readonly box: Box
}

/** A line of print without its blanks: `text[n]` is the sign `signs[n]`. */
export interface Line {
  readonly text: string
  readonly signs: readonly Sign[]
  readonly box: Box
}

/** The reader's words as lines: full-width signs made plain, blanks dropped (it puts them where it likes). */
export function linesOf(words: readonly Word[]): Line[] {
  const groups = new Map<string, Word[]>()
  for (const word of words) groups.set(word.line, [...(groups.get(word.line) ?? []), word])
  return [...groups.values()]
    .map((group) => lineOf(group.sort((a, b) => a.box.left - b.box.left)))
    .filter((line) => line !== undefined)
    .sort((a, b) => a.box.top - b.box.top)
}

function lineOf(words: readonly Word[]): Line | undefined {
  const signs: Sign[] = []
  for (const { text, confidence, box } of words) {
    const plain = [...text.normalize('NFKC')].filter((char) => char.trim() !== '')
    const step = (box.right - box.left) / Math.max(1, plain.length)
    plain.forEach((char, at) =>
      signs.push({
        char: PLAIN[char] ?? char,
        confidence,
        box: { ...box, left: box.left + at * step, right: box.left + (at + 1) * step },
      }),
    )
  }
  const [first, ...rest] = signs
  if (!first) return undefined
  return {
    text: signs.map((sign) => sign.char).join(''),
    signs,
    box: rest.reduce((box, sign) => unite(box, sign.box), first.box),
  }
}

/** Marks that one key of the keyboard stands for; each stays one sign long. */
const PLAIN: Readonly<Record<string, string>> = {
  '“': '"', '”': '"', '‘': "'", '’': "'", '。': '.', '、': ',', '—': '-', '–': '-', '∶': ':', '﹕': ':', '：': ':', '；': ';', '¥': '¥', '￥': '¥',
} // prettier-ignore

export function boxOf(signs: readonly Sign[]): Box {
  const [first, ...rest] = signs
  return rest.reduce((box, sign) => unite(box, sign.box), first!.box)
}

export function heightOf(box: Box): number {
  return box.bottom - box.top
}
