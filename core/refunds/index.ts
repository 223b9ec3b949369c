// Refunds: the after-sale case of an order, who decides on it, and the money that goes back, once.
export {
  type RefundCase,
  type CaseLine,
  findCases,
  loadCase,
  changeCase,
  noteCase,
  stepsOf,
} from './case.store'
export { CASE_STATES, LANES, type CaseState, type Lane } from './case-states'
export { openCase, goOn, foreseeCase, proposeCase, SETS_AMOUNTS, type CaseSettings } from './open-case'
export { decideStep, type Decision } from './decide-step'
export { observeAfterSale, type Watching } from './observe-after-sale'
export { refundableOf, type Refundable } from './refundable'
export { valueOfLines } from './lines-value'
export { importVips, type VipImport } from './import-vip'
export { isVip, markVip, readRules } from './rules.store'
export { tellPlatform, type TellingDeps } from './acts'
export { runPayout, sendWithCode, type PayingDeps } from './run-payout'
export { recallPayouts, recallPayout, unknownIntents } from './recall-payouts'
export { askAgain, closeCase } from './settle-by-person'
export { PayoutJournal, damagedLines, JOURNAL_FILE, type PayoutIntent } from './payout-journal'
export { payoutKey } from './intend-payout'
export { pageOfCases, openCaseView, casesOfOrder } from './views.store'
