import { dialog, shell } from 'electron'

/** Places that the app itself links to; they open without a question. A leading dot means any host below. */
const KNOWN_HOSTS = ['.taobao.com', '.tmall.com', '.shopify.com', '.myshopify.com', '.vendure.io']

/**
 * The one way out to the system's browser. Other protocols can start local programs (file:, smb:, ms-*:), so only
 * https leaves, without a user name in front of the host; a host that we do not know is shown to the person first.
 */
export async function safeOpenExternal(text: string): Promise<boolean> {
  const verdict = judge(text)
  if (verdict === 'never') return false
  if (verdict === 'ask') {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: `要在浏览器中打开 ${new URL(text).host} 吗？`,
      detail: text.slice(0, 300),
      buttons: ['打开', '取消'],
      defaultId: 1,
      cancelId: 1,
    })
    if (response !== 0) return false
  }
  await shell.openExternal(new URL(text).href)
  return true
}

export function judge(text: string): 'open' | 'ask' | 'never' {
  const url = URL.parse(text)
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return 'never'
  return KNOWN_HOSTS.some((known) => `.${url.hostname}`.endsWith(known)) ? 'open' : 'ask'
}
