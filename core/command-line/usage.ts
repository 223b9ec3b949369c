import { Usage, type Words } from './io'

/** Wrong usage: what is wrong in both languages, then how it is written. */
export function wrong(zh: string, en: string, line: string): Usage {
  return new Usage(`${zh}\n${en}\n  ${line}`)
}

/** So many words may follow a command; what is not listed takes files, as many as there are. */
const MOST_WORDS: Readonly<Record<string, number>> = {
  serve: 0, sync: 0, doctor: 0, backup: 0, practice: 0, verify: 1, restore: 1, bench: 1, pin: 1, person: 1, stock: 1, ship: 1, export: 1,
} // prettier-ignore
/** Where it depends on the first of them. */
const MOST_AFTER: Readonly<Record<string, number>> = {
  'shop add': 1, 'shop list': 1, 'shop test': 2, 'refund list': 1, 'refund open': 1, 'refund decide': 2, 'import vip': 2,
} // prettier-ignore

/** A word too many is a mistake that must not pass in silence: `backup /stick` makes no backup on the stick. */
export function refuseExtraWords(command: string, { positionals }: Words): void {
  const most = MOST_WORDS[command] ?? MOST_AFTER[`${command} ${positionals[0] ?? ''}`]
  const extra = most === undefined ? undefined : positionals[most]
  if (extra !== undefined)
    throw wrong(
      `「${extra}」是多出来的，什么都没有做。`,
      `“${extra}” does not belong here; nothing was done.`,
      `zhanggui ${command} --help`,
    )
}

/** What Node says of options, in both languages. */
export function optionTrouble(error: unknown): Usage {
  const { code, message } = error as { code?: unknown; message?: unknown }
  const said = typeof message === 'string' ? message : String(error)
  const name = /'(?:-\w, )?(--?[\w-]+)/.exec(said)?.[1] ?? ''
  const help = 'zhanggui --help'
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return wrong(`没有 ${name} 这个选项。`, `There is no option ${name}.`, help)
  // Node takes what begins with a dash for the next option: a sum below nothing.
  if (said.includes('is ambiguous') && name === '--amount') return wrong('--amount 要写大于 0 的金额。', '--amount takes an amount above 0.', '--amount 98.50')
  if (said.includes('does not take an argument')) return wrong(`${name} 后面不带值。`, `${name} takes no value.`, help)
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return wrong(`${name} 后面要写值。`, `${name} needs a value.`, help)
  return new Usage(said)
} // prettier-ignore
