import { platforms } from '../shops'
import { MORE } from './help-more'
import { option, type Words } from './io'

const HELP = `掌柜 Zhanggui — 各家店的单子都到这张柜台上 / every shop's orders on one counter

  zhanggui serve [--demo] [--port N]          开门：本机网页 / open the counter in your browser
  zhanggui shop add --platform P --name N …   接一家店 / connect a shop (add --help lists the keys)
  zhanggui shop list                          看看各店 / the shops and how current they are
  zhanggui shop test ID                       一步步检查钥匙 / check the keys step by step
  zhanggui sync [--once] [--shop ID]          现在读到最新 / read everything up to now
  zhanggui import bill FILE…                  收微信、支付宝账单并对账 / take in WeChat and Alipay bills
  zhanggui import stock FILE…                 收盘点表：编码、仓库、在库（xlsx、csv）/ take in a count sheet
  zhanggui stock list                         各仓库存 / what lies in which warehouse
  zhanggui import vip FILE --shop ID          收 VIP 名单 / take in a list of VIP buyers
  zhanggui refund list                        待处理的退款 / refunds that wait
  zhanggui refund open --order N --amount A --reason R
  zhanggui refund decide CASE --role ROLE --yes|--no [--reason R]
                                              开一单退款、审批 / open a refund, decide on it
  zhanggui scan FILES|DIRS… [--orders F] [--out F]
                                              读退货单，找到订单；不给 --orders 就收进数据文件夹
                                              read return slips, find their orders; kept in the folder unless --orders
  zhanggui ship FILE [--dry-run]              按表发货：订单号、运单号（.xlsx .csv）/ ship by a sheet
  zhanggui ship --order N --waybill W [--courier C] [--line SKU=N]…
                                              发一单，或只发几件 / ship one parcel, of all that waits or of some pieces
  zhanggui export orders|stock|refunds|reconciliation|accountant-pack [--month 2026-11] --out FILE
                                              导出 .xlsx .csv .jsonl .zip；对账和会计包按月 / sheets for the accountant
  zhanggui person add --name N --roles R,R    加一个人，给一次性码 / add a person, prints a one-time code
  zhanggui person list                        店里的人 / who works here
  zhanggui pin reset                          忘了 PIN：清除 / forgot the PIN: clear it
  zhanggui doctor                             体检：库、历史、库存、缺口 / check-up
  zhanggui backup                             备份并验证 / back up and prove it
  zhanggui verify FILE                        验证一份备份 / prove a backup
  zhanggui restore FILE                       恢复（先关掉掌柜）/ restore (stop the program first)
  zhanggui restore --key                      钥匙丢了：用找回口令重新存好 / lost key: make it again from the passphrase
                                              口令只在终端里问，或 --passphrase-file F（- 是标准输入）/ asked for, or from a file
  zhanggui practice --platform P [--port N] [--orders N] [--seed N] [--faults F]
                                              单开一家练习店 / one practice shop on its own
  zhanggui bench NAME                         测速 / a benchmark beside its reference

  --data DIR   数据文件夹 / data folder      --json   机器可读 / for programs      --version
  退出码 / exit code: 0 好 done · 1 拒绝，说明原因 refused with a reason · 2 用法不对 wrong usage
`

/** The lines of one command, or of its `verb`, and what belongs to all; everything for a command that is not known. */
function helpOf(command: string, verb?: string): string {
  const [head, ...entries] = HELP.split(/\n(?= {2}zhanggui )/)
  const all = HELP.slice(HELP.lastIndexOf('\n\n') + 2)
  const own = entries.filter((entry) => {
    const [, , first, second] = entry.split(/\s+/)
    return first === command && (verb === undefined || second === verb)
  })
  if (own.length === 0) return HELP
  const lines = own.map((entry) => entry.split('\n\n')[0]).join('\n')
  const more = MORE[verb === undefined ? command : `${command} ${verb}`]
  return [head?.trimEnd(), lines, ...(more ? [more.trimEnd()] : []), all].join('\n\n')
}

/** Help that a shop owner's nephew understands. `shop add --platform P --help` lists that platform's keys. */
export function helpFor(command: string, words: Words): string {
  if (command !== 'shop') return command === '' ? HELP : helpOf(command)
  const [verb] = words.positionals
  if (verb === 'list' || verb === 'test') return helpOf(command, verb)
  const platform = option(words, 'platform')
  const shown =
    platform === undefined
      ? [...platforms.values()]
      : [...platforms.values()].filter((connector) => connector.platform === platform)
  const blocks = shown.map((connector) => {
    const lines = connector.settings.map(
      (setting) =>
        `    --set ${setting.name}=…${setting.required ? '' : '  (可选 optional)'}\n        ${setting.label.zh} / ${setting.label.en}. ${setting.help.zh} ${setting.help.en}`,
    )
    const url =
      connector.defaultOrigin === undefined
        ? '    --url https://…  (必填 required)'
        : `    --url  (默认 default ${connector.defaultOrigin})`
    return `  ${connector.platform}\n${url}\n${lines.join('\n')}`
  })
  return `zhanggui shop add --platform P --name N [--url ORIGIN] [--since 2026-09-01] --set key=value…\n\n${blocks.join('\n\n')}\n`
}
