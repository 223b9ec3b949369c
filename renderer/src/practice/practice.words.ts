const zh = {
  slips: '收一批练习退货单',
  slipsDone: '来了 {{n}} 张',
  slipsNone: '没有新的：退货要先有人申请',
  bills: '收这个月的练习账单',
  billsDone: '{{files}} 份，{{rows}} 行',
  busy: '正在送来',
}
const en: Record<keyof typeof zh, string> = {
  slips: 'Bring practice return slips',
  slipsDone: '{{n}} came',
  slipsNone: 'None new: somebody has to ask for a return first',
  bills: 'Bring this month’s practice bills',
  billsDone: '{{files}} files, {{rows}} rows',
  busy: 'On their way',
}
export const practiceWords = { zh, en }
