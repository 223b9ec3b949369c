const zh = {
  columns: { label: '看板', open: '展开{{state}}', sumMore: '另有', late: '已超时 {{n}}', near: '40 分钟内到点 {{n}}', later: '稍后 {{n}}', held: '暂不能发 {{n}}' },
  newRows: '有 {{n}} 张新单',
  emptyColumn: '这里没有单子', emptyTitle: '没有符合的单子', emptyWhy: '去掉一个筛选，或换个词试试', emptyAll: '还没有单子', emptyAllWhy: '接上店以后，单子会自己出现在这里', connectShop: '接一家店', readTo: '读到 {{time}}，还没有单子。来了新单会自己出现', firstReading: '正在第一次读各店的单子，读到的会自己出现', readNow: '现在读一遍',
  emptyWhyColumn: { 'to-pay': '买家拍下、还没付款的单子会出现在这里', 'to-ship': '付了款、等着发的单子会出现在这里，最急的在上面', shipped: '发出去、还没确认收货的单子会出现在这里', done: '买家确认收货的单子会出现在这里', returning: '有售后没了结的单子会出现在这里', closed: '取消和退完款的单子会出现在这里' },
  tableLabel: '订单表格',
  selected: { title: '已选的单', count: '已选 {{n}} 单', one: '选中 {{number}}', copy: '复制单号', copied: '已复制', clear: '取消选择' },
  clear: '清空', addFilter: '加筛选', totals: '{{count}} 单', totalsCapped: '{{count}}+ 单', exact: '数清楚', sum: '合计 {{sum}}', took: '{{ms}} 毫秒',
  sortUrgent: '排序：最急在前', sortNew: '排序：最新在前', pieces: '等 {{n}} 件',
  head: { shop: '店铺', number: '订单号', item: '商品', buyer: '买家', place: '收货地', total: '应收', state: '状态', due: '截止', courier: '快递', memo: '备注' },
  buyerSays: '买家：{{text}}', memoSays: '备注：{{text}}', short: '缺货 {{n}} 件', tail: '{{courier}} 尾号 {{tail}}', loadFailed: '单子没取到，正在重试。已写下的都在。',
  hold: { risk: '平台风控，先不要发', 'group-not-formed': '还没成团，先不要发', presale: '预售，尾款未付', paused: '平台暂停发货', other: '平台暂不让发' },
  filter: {
    field: { state: '状态', shop: '店铺', text: '内容', memo: '备注', buyerNote: '买家留言', hold: '暂不能发', short: '缺货', created: '下单', due: '截止', total: '应收' },
    op: { is: '是', isNot: '不是', contains: '含', any: '有', none: '没有', before: '早于', after: '晚于', atLeast: '至少', atMost: '至多' },
    choose: '按什么筛', value: '值', done: '加上', cancel: '算了', hours: '{{n}} 小时内', today: '今天', anyNone: '有没有',
  },
}
const en: typeof zh = {
  columns: { label: 'Board', open: 'Open {{state}}', sumMore: 'and', late: 'Late {{n}}', near: 'Within 40 min {{n}}', later: 'Later {{n}}', held: 'On hold {{n}}' },
  newRows: '{{n}} new orders',
  emptyColumn: 'Nothing here', emptyTitle: 'No such orders', emptyWhy: 'Take a filter away or try another word', emptyAll: 'No orders yet', emptyAllWhy: 'Once a shop is connected its orders appear here by themselves', connectShop: 'Connect a shop', readTo: 'Read up to {{time}}, no orders yet. New ones appear by themselves', firstReading: 'Reading the shops for the first time; what is read appears by itself', readNow: 'Read now',
  emptyWhyColumn: { 'to-pay': 'Orders placed but not paid appear here', 'to-ship': 'Paid orders to be shipped appear here, most urgent first', shipped: 'Orders on their way appear here', done: 'Orders the buyer has received appear here', returning: 'Orders with an open return appear here', closed: 'Cancelled and fully refunded orders appear here' },
  tableLabel: 'Table of orders',
  selected: { title: 'Selected orders', count: '{{n}} selected', one: 'Select {{number}}', copy: 'Copy numbers', copied: 'Copied', clear: 'Clear' },
  clear: 'Clear', addFilter: 'Add a filter', totals: '{{count}} orders', totalsCapped: '{{count}}+ orders', exact: 'Count all', sum: 'total {{sum}}', took: '{{ms}} ms',
  sortUrgent: 'Most urgent first', sortNew: 'Newest first', pieces: '{{n}} pieces',
  head: { shop: 'Shop', number: 'Order', item: 'Item', buyer: 'Buyer', place: 'To', total: 'Amount', state: 'State', due: 'Due', courier: 'Courier', memo: 'Memo' },
  buyerSays: 'Buyer: {{text}}', memoSays: 'Memo: {{text}}', short: '{{n}} short', tail: '{{courier}} …{{tail}}', loadFailed: 'The orders could not be read, trying again. What was written is safe.',
  hold: { risk: 'Risk check at the platform: do not ship yet', 'group-not-formed': 'Group not formed: do not ship yet', presale: 'Pre-sale, balance unpaid', paused: 'Paused by the platform', other: 'Held by the platform' },
  filter: {
    field: { state: 'State', shop: 'Shop', text: 'Text', memo: 'Memo', buyerNote: 'Buyer’s note', hold: 'On hold', short: 'Short', created: 'Placed', due: 'Due', total: 'Amount' },
    op: { is: 'is', isNot: 'is not', contains: 'contains', any: 'any', none: 'none', before: 'before', after: 'after', atLeast: 'at least', atMost: 'at most' },
    choose: 'Filter by', value: 'Value', done: 'Add', cancel: 'Cancel', hours: 'within {{n}} h', today: 'today', anyNone: 'any or none',
  },
}
export const ordersWords = { zh, en }
