import { WRONG_SUMS } from '../database'
import { OutsideFailure, Refusal } from '../kernel'
import { proofSentence } from './proof-sentences'
import { SHIPPING_SENTENCES } from './shipping-sentences'
import { sumText } from './sum-text'
import { systemSentence } from './system-sentence'

/** What to do without the right key. */
const WAY_IN = {
  zh: '把原来的 data.key 放回去；没有了就运行 zhanggui restore --key，输入抄下的找回口令。',
  en: 'Put the right data.key back; if it is lost, run zhanggui restore --key and type the recovery passphrase you wrote down.',
}

const megabytes = (bytes: unknown) => Math.ceil(Number(bytes) / (1 << 20))

function unusable(problem: string): string {
  const [zh, en] = proofSentence(problem)
  const [only, onlyEn] = problem.startsWith(WRONG_SUMS)
    ? ['没有更好的，就加 --as-is 照样恢复，之后运行 zhanggui doctor。', ' Without a better one add --as-is, and look with zhanggui doctor afterwards.']
    : ['', '']
  return `这份备份用不了：${zh}。什么都没有改动。换一份；哪份好，用 zhanggui verify 先验。${only}\nThis backup cannot be used: ${en}. Nothing was changed. Take another one; zhanggui verify tells which is sound.${onlyEn}`
} // prettier-ignore

const unproven = ([zh, en]: readonly [string, string]) =>
  `升级前的备份没有通过验证：${zh}。所以没有升级，什么都没有改动。先运行 zhanggui doctor，或用原来的版本。\nThe backup before the upgrade could not be proven: ${en}. So nothing was upgraded or changed. Look with zhanggui doctor, or go on with the former version.`

const noShop = (shop: unknown) =>
  `没有编号 ${String(shop)} 的店；zhanggui shop list 看得到各店的编号。\nThere is no shop ${String(shop)}; zhanggui shop list shows their ids.`

/** Refusals in plain words, Chinese first. What is not listed shows its code and data. */
const SENTENCES: Record<string, (data: Refusal['data']) => string> = {
  ...SHIPPING_SENTENCES,
  'sheet-columns': (data) =>
    `表里找不到这些列：${data['missing']}。表头是：${data['found']}\nThe sheet lacks these columns: ${data['missing']}. Its head reads: ${data['found']}`,
  'sheet-warehouse': (data) =>
    `第 ${data['row']} 行：没有叫「${data['warehouse']}」的仓；有：${data['known']}。整张表没有收。\nRow ${data['row']}: no warehouse is called “${data['warehouse']}”; there are: ${data['known']}. Nothing of the sheet was taken.`,
  'sheet-quantity': (data) =>
    `第 ${data['row']} 行 ${data['sku']}：件数「${data['quantity']}」要写成不小于 0 的整数。整张表没有收。\nRow ${data['row']}, ${data['sku']}: “${data['quantity']}” is no whole number of pieces. Nothing of the sheet was taken.`,
  'sheet-empty': (data) =>
    `${data['file'] ? `${data['file']} ` : '表'}里一行货也没有。\n${data['file'] ?? 'The sheet'} has no goods.`,
  'sheet-code-nearly': (data) =>
    `${data['sku']} 没有这个编码，只有 ${data['meant']}：是不是大小写写错了？整张表没有收。\n${data['sku']} is no code of ours, ${data['meant']} is: are its capitals right? Nothing of the sheet was taken.`,
  'sheet-cell-failed': (data) =>
    `第 ${data['row']} 行有算不出的公式：先在 Excel 里打开存一次，或换成数。整张表没有收。\nRow ${data['row']}: a formula has no result. Open and save it in Excel, or write the figure. Nothing of the sheet was taken.`,
  'sheet-unreadable': (data) =>
    `${data['file']} 打不开：要 .xlsx（.xls 先另存为 .xlsx），或者 UTF-8、GBK 的 .csv。\n${data['file']} cannot be read: .xlsx (save .xls as .xlsx first), or .csv in UTF-8 or GBK.`,
  'sheet-too-large': (data) => `${data['file']} 太大了，分成几份。\n${data['file']} is too large: split it.`,
  'counted-twice': (data) =>
    `${data['sku']} 在同一个仓写了两行，不知道哪行算数。整张表没有收。\n${data['sku']} stands twice for one warehouse. Nothing of the sheet was taken.`,
  'port-in-use': (data) =>
    `端口 ${data['port']} 已被占用：关掉另一个程序，或用 --port 换一个。\nPort ${data['port']} is in use: close the other program or choose one with --port.`,
  'folder-in-use': () =>
    '这个数据文件夹正被另一个掌柜使用：先关掉那一个，或用 --data 换一个文件夹。\nAnother Zhanggui is using this data folder: close that one first, or choose another folder with --data.',
  'restore-while-running': () =>
    '掌柜正开着这个文件夹，什么都没有改动：先关掉它再恢复。\nZhanggui has this folder open; nothing was changed. Close it first, then restore.',
  'no-room-to-prove': (data) =>
    `验证 ${data['file']} 要先复制一份（${megabytes(data['sizeBytes'])} MB）到 ${data['folder']}，那里放不下：腾出空间，或用环境变量 TMPDIR 换个地方。\nTo prove ${data['file']} a copy of ${megabytes(data['sizeBytes'])} MB is made in ${data['folder']}, and that is full: free some space, or name another place in TMPDIR.`,
  'folder-is-practice': () =>
    '这是练习文件夹，真店请用另一个文件夹（--data）。\nThis is a practice folder; use another one for real shops (--data).',
  'folder-is-real': () =>
    '这是真实数据文件夹，练习店不会写进去；请用另一个文件夹（--data）。\nThis folder holds real data; practice shops never enter it. Use another one (--data).',
  'database-newer': (data) =>
    `数据库来自更新版本的掌柜（${data['migration']}）。请升级程序；数据没有改动。\nThis database comes from a newer Zhanggui. Update the program; nothing was changed.`,
  'database-damaged': () =>
    '数据库文件损坏。什么都没有改动；用 zhanggui restore 恢复最近一份验证过的备份。\nThe database file is damaged. Nothing was changed; restore the latest proven backup with zhanggui restore.',
  'disk-full': (data) =>
    `磁盘满了：${data['file'] ?? '这一步'} 没有写入，之前的都在。腾出空间后重试。\nThe disk is full: ${data['file'] ?? 'this step'} was not written, everything before it is safe. Free some space and try again.`,
  'database-not-writable': () =>
    '数据库无法写入：检查文件夹权限。\nThe database cannot be written: check the rights of its folder.',
  'key-file-missing': () =>
    `数据钥匙 data.key 不见了，什么都没有改动。${WAY_IN.zh}\nThe data key file data.key is missing; nothing was changed. ${WAY_IN.en}`,
  'key-file-damaged': () =>
    `数据钥匙 data.key 坏了，什么都没有改动。${WAY_IN.zh}\nThe data key file data.key is damaged; nothing was changed. ${WAY_IN.en}`,
  'key-wrong': () =>
    `文件夹里的数据钥匙不是这个数据库的，什么都没有改动。${WAY_IN.zh}\nThe data key in this folder belongs to another database; nothing was changed. ${WAY_IN.en}`,
  'passphrase-needed': () =>
    '这里要找回口令：在终端里运行就会问你；脚本里用 --passphrase-file 文件（- 是标准输入）或环境变量 ZHANGGUI_PASSPHRASE。什么都没有改动。\nThe recovery passphrase is needed: run this in a terminal and you are asked for it; a script gives --passphrase-file FILE (- is standard input) or the variable ZHANGGUI_PASSPHRASE. Nothing was changed.',
  'passphrase-wrong': () =>
    '找回口令不对，什么都没有改动。口令是第一次打开时抄下的八个词；后来换过的话，旧备份要用旧口令。\nThe recovery passphrase is wrong; nothing was changed. It is the eight words written down at the first start; a backup made under an older one needs the older one.',
  'no-recovery-key': () =>
    '这个数据库还没有找回口令（设 PIN 时才会给），只能用原来的 data.key 打开：把它放回文件夹。什么都没有改动。\nNo recovery passphrase was made for this database (it comes with the PIN): only its own data.key opens it, put that back. Nothing was changed.',
  'backup-unusable': (data) => unusable(String(data['problem'])),
  'backup-unproven': (data) => unproven(proofSentence(String(data['problem']))),
  'migration-failed': (data) =>
    `数据库升级失败（${data['reason']}）。原来的数据库没有改动，可以继续用原来的版本打开${data['backup'] ? `；升级前的备份在 ${data['backup']}` : ''}。\nThe upgrade of the database failed (${data['reason']}). The database is as it was and opens with the former version${data['backup'] ? `; the backup made before it: ${data['backup']}` : ''}.`,
  'other-kind': () =>
    '练习和真店不能混：这份备份和文件夹不是一种。什么都没有改动。\nPractice and real never mix: this backup and this folder are not of one kind. Nothing was changed.',
  'not-a-file': (data) =>
    `${data['file']} 是文件夹，不是文件：写出里面的文件名。\n${data['file']} is a folder, not a file: name the file in it.`,
  'file-missing': (data) => `没有这个文件：${data['file']}\nThere is no such file: ${data['file']}`,
  'unknown-platform': (data) =>
    `不认识平台 ${data['platform']}；可用：${data['known'] ?? ''}\nUnknown platform; known: ${data['known'] ?? ''}`,
  'setting-missing': (data) =>
    `缺少设置 ${data['settings'] ?? data['setting']}。看看 zhanggui shop add --platform P --help。\nA setting is missing: ${data['settings'] ?? data['setting']}.`,
  'setting-unknown': (data) =>
    `这个平台没有设置 ${data['settings'] ?? data['setting']}；可用：${data['known'] ?? ''}\nThis platform has no such setting; known: ${data['known'] ?? ''}`,
  'url-needed': () =>
    '这个平台每家店地址不同：请用 --url 给出。\nEach shop of this platform has its own address: give it with --url.',
  'bad-url': () =>
    '--url 只写到域名和端口，例如 https://shop.example.com。\n--url is only the origin, such as https://shop.example.com.',
  'unknown-ending': (data) => `文件要以 ${data['known']} 结尾。\nThe file must end in ${data['known']}.`,
  'folder-missing': (data) =>
    `文件夹不存在：${data['folder']}。先建好它，或者换个地方。\nThat folder does not exist: ${data['folder']}. Make it first or choose another.`,
  'name-taken': (data) =>
    `已经有人叫「${data['name']}」了，换个叫法。\nSomebody here is called “${data['name']}” already; choose another name.`,
  'name-length': (data) => `名字要 1 到 ${data['max']} 个字。\nA name has 1 to ${data['max']} letters.`,
  'roles-needed': () => '至少给一个角色（--roles）。\nGive at least one role (--roles).',
  'owner-is-one': () =>
    '掌柜只有一个：这个角色不能给别人，也不能拿掉。\nThere is one owner: that role is neither given to others nor taken away.',
  'file-not-writable': (data) =>
    `这个文件写不进去（也许正开着）：${data['file']}\nThis file cannot be written (is it open?): ${data['file']}`,
  'bad-month': (data) => `--month ${data['month']}：写成 2026-11 这样。\nWrite the month like 2026-11.`,
  'month-needed': () =>
    '对账和会计包按月导出：加 --month 2026-11。\nBooks are of a month: add --month 2026-11.',
  cancelled: () => '已取消，没有留下半个文件。\nCancelled; no half file was left.',
  'no-such-order': (data) =>
    `没有这张单：${data['order'] ?? ''}\nThere is no such order: ${data['order'] ?? ''}`,
  'order-not-clear': (data) =>
    `不止一家店有单号 ${data['order']}，请用平台的完整单号。\nMore than one shop has an order ${data['order']}; use the platform's own full number.`,
  'refund-too-large': (data) => {
    const sum = (minor: unknown) => sumText(Number(minor), String(data['currency']))
    const [asked, left, paid, back] = [
      data['amountMinor'],
      data['leftMinor'],
      data['paidMinor'],
      data['refundedMinor'],
    ].map(sum)
    return `退款 ${asked} 超过可退的 ${left}（实付 ${paid}，已退或在途 ${back}）。\nThe refund of ${asked} is more than the ${left} that are left (paid ${paid}, given back or under way ${back}).`
  },
  'no-such-case': () => '没有这件退款。\nThere is no such refund.',
  'case-not-deciding': (data) =>
    `这件退款不在审批中（${data['state']}）。\nThis refund is not being decided (${data['state']}).`,
  'lane-not-open': (data) => `现在轮不到 ${data['role']} 这一道。\nThe lane ${data['role']} is not open now.`,
  'reason-needed': () => '拒绝要写原因（--reason）。\nA refusal needs its reason (--reason).',
  'edited-meanwhile': () => '别人刚改过，请再看一眼。\nSomebody has just changed it; look again.',
  'vip-columns': (data) =>
    `表里没有买家一列（认得：${data['known']}）。什么都没有改动。\nThe sheet has no column of buyers (known: ${data['known']}). Nothing was changed.`,
  'no-database': (data) =>
    `${data['folder']} 里没有掌柜的数据，什么都没有建。看看 --data 写对了没有；新开一家用 zhanggui serve 或 zhanggui shop add。\nThere is no Zhanggui data in ${data['folder']}; nothing was created. Check --data; zhanggui serve or zhanggui shop add begins a new folder.`,
  'no-such-shop': (data) => noShop(data['shop']),
  'shop-not-found': (data) => noShop(data['shop']),
  'unknown-fault': (data) =>
    `不认识这种毛病：${data['word']}。可用：lose=0.5 double=0.2 fail=3 throttle=5 outage skew=300s expired，用逗号隔开。\nUnknown fault: ${data['word']}. Known: lose=0.5 double=0.2 fail=3 throttle=5 outage skew=300s expired, joined by commas.`,
  'pin-too-simple': () => '这个 PIN 太容易猜。\nThat PIN is too easy to guess.',
}

/** One sentence for a person: what happened and what to do. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) {
    const sentence = SENTENCES[error.code]
    if (sentence) return sentence(error.data)
    const data = Object.entries(error.data).map(([key, value]) => `${key}=${String(value)}`)
    return [error.message === error.code ? error.code : error.message, ...data].join(' ')
  }
  if (error instanceof OutsideFailure)
    return `${error.message}${error.platformCode ? ` (${error.platformCode})` : ''}${error.retryable ? '\n过一会儿再试；没有丢东西。Try again in a while; nothing was lost.' : ''}`
  // Closing failed after something else had: that is what the person must hear.
  if (error instanceof SuppressedError) return sentenceOf(error.suppressed)
  return systemSentence(error) ?? (error instanceof Error ? error.message : String(error))
}
