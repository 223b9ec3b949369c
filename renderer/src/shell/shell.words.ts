const zh = {
  nav: '主导航',
  page: { orders: '订单', sync: '同步', settings: '设置' },
  view: { board: '看板', table: '表格', label: '看法' },
  find: '单号、尾号、买家、商品、拼音',
  pill: {
    none: '还没有接店', ok: '{{shops}}店无缺口 · 最旧 {{time}} {{shop}}', gaps: '{{gaps}} 处缺口 · 最旧 {{time}} {{shop}}', late: '{{shop}} 停在 {{time}}',
    failing: '{{shop}} 读不到 · 停在 {{time}}', first: '正在首次读取 · {{shop}}', pull: '拉取', exceptions: '{{n}} 条读不懂',
  },
  practice: '练习店',
  today: '今天：收 {{received}} 单 · 发 {{shipped}} 单 · 吸收重复推送 {{duplicates}} 次',
  reconnecting: '连不上掌柜，正在重连。已经写下的都在。',
  hint: { upDown: '上下', columns: '换列', open: '打开', peek: '看一眼', spaceKey: '空格', select: '选中', filter: '加筛选', all: '全部快捷键' },
  badge: { orders: '{{n}} 单已超时', sync: '{{n}} 条读不懂' },
  keys: {
    title: '全部快捷键', close: '关闭', j: '下一单', k: '上一单', h: '左一列', l: '右一列', enter: '打开', space: '看一眼', x: '选中', r: '写备注', f: '加筛选',
    ctrlk: '找单、做事', g: '去：O 订单 S 同步 E 设置', help: '这张表', esc: '退一步',
  },
  palette: {
    title: '找单、做事', placeholder: '单号、尾号、买家、商品', hint: '拼音首字母、尾号都行', orders: '订单', results: '{{n}} 个结果，{{ms}} 毫秒', acts: '动作', none: '没有找到「{{text}}」',
    noneWhy: '试试尾号四位、买家的姓、商品名里的两个字，或拼音首字母', choose: '选', open: '打开', onlyActs: '只看动作', onlyNumbers: '只看单号',
    goOrders: '去订单', goSync: '去同步', goSettings: '去设置', language: 'Switch to English', theme: '换成深色 / 浅色', pullNow: '现在拉一遍各店', pieces: '等 {{n}} 件',
  },
}
const en: typeof zh = {
  nav: 'Main navigation',
  page: { orders: 'Orders', sync: 'Sync', settings: 'Settings' },
  view: { board: 'Board', table: 'Table', label: 'View' },
  find: 'Number, last four, buyer, item',
  pill: {
    none: 'No shops yet', ok: '{{shops}} shops, no gaps · oldest {{time}} {{shop}}', gaps: '{{gaps}} gaps · oldest {{time}} {{shop}}', late: '{{shop}} stands at {{time}}',
    failing: '{{shop}} cannot be read · stands at {{time}}', first: 'First reading · {{shop}}', pull: 'pull', exceptions: '{{n}} unreadable',
  },
  practice: 'Practice',
  today: 'Today: {{received}} received · {{shipped}} shipped · {{duplicates}} repeats absorbed',
  reconnecting: 'No line to Zhanggui, reconnecting. What was written is safe.',
  hint: { upDown: 'up, down', columns: 'columns', open: 'open', peek: 'peek', spaceKey: 'Space', select: 'select', filter: 'filter', all: 'all keys' },
  badge: { orders: '{{n}} late', sync: '{{n}} unreadable' },
  keys: {
    title: 'All keys', close: 'Close', j: 'next order', k: 'previous order', h: 'column left', l: 'column right', enter: 'open', space: 'peek', x: 'select', r: 'write memo', f: 'add a filter',
    ctrlk: 'find and do', g: 'go: O orders S sync E settings', help: 'this sheet', esc: 'one step back',
  },
  palette: {
    title: 'Find and do', placeholder: 'Number, last four, buyer, item', hint: 'pinyin initials and last four work', orders: 'Orders', results: '{{n}} results, {{ms}} ms', acts: 'Acts', none: 'Nothing found for “{{text}}”',
    noneWhy: 'Try the last four digits, the buyer’s name, two letters of the item, or pinyin initials', choose: 'choose', open: 'open', onlyActs: 'acts only', onlyNumbers: 'numbers only',
    goOrders: 'Go to orders', goSync: 'Go to sync', goSettings: 'Go to settings', language: '切换到中文', theme: 'Switch light / dark', pullNow: 'Read all shops now', pieces: '{{n}} pieces',
  },
}
export const shellWords = { zh, en }
