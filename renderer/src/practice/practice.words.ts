const zh = {
  slips: '收一批练习退货单',
  slipsDone: '来了 {{n}} 张',
  slipsNone: '没有新的：退货要先有人申请',
  bills: '收这个月的练习账单',
  billsDone: '{{files}} 份，{{rows}} 行',
  requests: '来两个练习售后申请',
  requestsDone: '申请了 {{n}} 件，马上就到',
  requestsNone: '没有能申请的：要先有发出的淘宝单',
  waybill: '取练习运单号',
  waybills: '取 {{n}} 个练习运单号',
  busy: '正在送来',
}
const en: Record<keyof typeof zh, string> = {
  slips: 'Bring practice return slips',
  slipsDone: '{{n}} came',
  slipsNone: 'None new: somebody has to ask for a return first',
  bills: 'Bring practice bills',
  billsDone: '{{files}} files, {{rows}} rows',
  requests: 'Let two practice buyers ask',
  requestsDone: '{{n}} asked, they are on their way',
  requestsNone: 'Nobody can ask: a Taobao order has to be shipped first',
  waybill: 'Practice number',
  waybills: '{{n}} practice numbers',
  busy: 'On their way',
}
export const practiceWords = { zh, en }
