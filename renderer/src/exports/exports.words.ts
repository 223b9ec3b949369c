const zh = {
  button: '导出表格',
  what: {
    orders: '订单',
    stock: '库存',
    refunds: '退款',
    reconciliation: '对账',
    'accountant-pack': '会计包',
  },
  busy: '有一张表正在写，等它写完',
  writing: '正在写{{what}}：{{rows}} 行',
  done: '{{what}}写好了，{{rows}} 行',
  doneEmpty: '{{what}}写好了，是空的',
  doneNoBills: '{{what}}写好了，是空的：这个月还没有收账单',
  failed: '{{what}}没有写成：{{reason}}',
  cancel: '取消',
  close: '知道了',
  cancelLeaves: '取消不会留下半个文件',
}
const en: typeof zh = {
  button: 'Export sheet',
  what: {
    orders: 'Orders',
    stock: 'Stock',
    refunds: 'Refunds',
    reconciliation: 'Reconciliation',
    'accountant-pack': 'Accountant pack',
  },
  busy: 'A sheet is being written; wait for it',
  writing: 'Writing {{what}}: {{rows}} rows',
  done: '{{what}} is written, {{rows}} rows',
  doneEmpty: '{{what}} is written and empty',
  doneNoBills: '{{what}} is written and empty: no bill of this month was taken in',
  failed: '{{what}} was not written: {{reason}}',
  cancel: 'Cancel',
  close: 'Close',
  cancelLeaves: 'Cancelling leaves no half file',
}
export const exportsWords = { zh, en }
