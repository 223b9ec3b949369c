import type { Finding } from '../database'
import { CHECK_STEPS } from './check-steps'

/** What `zhanggui doctor` looks at: the database's own checks, and the journal that lies beside it. */
export type Checked = Finding['check'] | 'payout-journal'

/** What is so when a check is well. Its id stands behind, for whoever helps. */
export const CHECK_WORDS: Readonly<Record<Checked, readonly [zh: string, en: string]>> = {
  integrity: ['文件完好', 'the file is whole'],
  'foreign-keys': ['互相引用的都在', 'what refers to something finds it'],
  'history-chain': ['历史没被改过', 'history was not altered'],
  'stock-ledger': ['库存对得上流水', 'stock equals its moves'],
  'stock-reserved': ['占用对得上订单和预留', 'what is reserved belongs to orders and holds'],
  'stock-in-transit': ['在途对得上调拨单', 'what is on its way belongs to transfers'],
  'transfer-states': ['调拨单开着才有在途', 'a transfer is open while goods are on their way, no longer'],
  'order-counters': ['单数和金额对得上', 'counted orders and sums are right'],
  'consignment-sums': ['每行占用、缺货、没盘点加起来是要发的', 'each line to ship adds up'],
  'lines-ahead': ['抢在平台前面的数都有包裹', 'what we shipped ahead of the platform stands in parcels'],
  'shipments-told': ['没告诉平台的包裹都有人在办', 'each parcel the platform has not heard of has its job'],
  'shipments-out': ['发出去的货知道从哪个仓扣', 'shipped goods left a known warehouse'],
  'coverage-gaps': ['读单没有空档', 'no stretch of time was left unread'],
  'one-owner': ['掌柜只有一个', 'there is one owner'],
  'ended-sessions': ['离开的人和设备都退出了', 'who or what was removed is signed out'],
  'codes-of-removed': ['离开的人没有一次性码', 'who was removed has no code left'],
  'refunds-within-paid': ['退款不超实付', 'no more goes back than was paid'],
  'refund-cases': ['每件退款的状态有凭有据', 'each refund stands where its steps and payouts say'],
  'refund-goods': ['退回的不比发出的多', 'no more came back than was sent'],
  'stuck-jobs': ['没有卡住的事', 'nothing is stuck'],
  'slip-pictures': ['面单图片齐全', 'every slip has its whole picture'],
  'slips-unread': ['在读的面单有人在读', 'each slip being read has its job'],
  exceptions: ['没有读不懂的单子', 'no order waits that could not be read'],
  wal: ['日志不长', 'the log is short'],
  'payout-journal': ['打款日志完好', 'the journal of payouts is whole'],
}

export const isCheck = (word: string): word is Checked => Object.hasOwn(CHECK_WORDS, word)

/**
 * For a person: well or not, what is looked at in both languages, its id, and what was found. What is not well is
 * followed by what its figures are and what to do.
 */
export function checkSentence({ check, ok, detail }: Omit<Finding, 'check'> & { check: Checked }): string {
  const [zh, en] = CHECK_WORDS[check]
  if (ok) return `✓ ${zh} / ${en}  ${check}${detail ? `: ${detail}` : ''}`
  const [[whatZh, whatEn], [nextZh, nextEn]] = CHECK_STEPS[check]
  return `✗ 不对：${zh} / not so: ${en}  ${check}: ${detail}\n    ${whatZh}。→ ${nextZh}。\n    ${whatEn}. → ${nextEn}.`
}
