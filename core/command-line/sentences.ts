import { OutsideFailure, Refusal } from '../kernel'

/** Refusals in plain words, Chinese first. What is not listed shows its code and data. */
const SENTENCES: Record<string, (data: Refusal['data']) => string> = {
  'port-in-use': (data) =>
    `端口 ${data['port']} 已被占用：关掉另一个程序，或用 --port 换一个。\nPort ${data['port']} is in use: close the other program or choose one with --port.`,
  'folder-in-use': () => '这个数据文件夹正被另一个掌柜使用。\nAnother Zhanggui is using this data folder.',
  'folder-is-practice': () =>
    '这是练习文件夹，真店请用另一个文件夹（--data）。\nThis is a practice folder; use another one for real shops (--data).',
  'folder-is-real': () =>
    '这是真实数据文件夹，练习店不会写进去；请用另一个文件夹（--data）。\nThis folder holds real data; practice shops never enter it. Use another one (--data).',
  'database-newer': (data) =>
    `数据库来自更新版本的掌柜（${data['migration']}）。请升级程序；数据没有改动。\nThis database comes from a newer Zhanggui. Update the program; nothing was changed.`,
  'database-damaged': () =>
    '数据库文件损坏。什么都没有改动；用 zhanggui restore 恢复最近一份验证过的备份。\nThe database file is damaged. Nothing was changed; restore the latest proven backup with zhanggui restore.',
  'disk-full': () =>
    '磁盘满了：这一步没有写入，之前的都在。腾出空间后重试。\nThe disk is full: this step was not written, everything before it is safe. Free some space and try again.',
  'database-not-writable': () =>
    '数据库无法写入：检查文件夹权限。\nThe database cannot be written: check the rights of its folder.',
  'key-file-missing': () =>
    '数据钥匙 data.key 不见了。请从备份里找回 data.key，文件夹先别动。\nThe data key file data.key is missing; bring data.key back from a copy and leave the folder as it is.',
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
  'folder-missing': (data) => `文件夹不存在：${data['file']}\nThat folder does not exist: ${data['file']}`,
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
  return error instanceof Error ? error.message : String(error)
}
