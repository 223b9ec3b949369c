import type { TestStep } from '../connectors'

/** A step of `shop test`: what holds, what does not. Chinese, then English. */
const STEPS: Readonly<Record<string, { ok: string; no: string }>> = {
  network: { ok: '连得上平台 / the platform can be reached', no: '连不上平台 / the platform cannot be reached' },
  clock: { ok: '两边的钟对得上 / both clocks agree', no: '这台电脑的钟差得太多 / this PC’s clock is too far off' },
  keys: { ok: '钥匙它认 / the keys are accepted', no: '钥匙它不认 / the keys are refused' },
  'orders-readable': { ok: '订单读得到 / orders can be read', no: '订单不让读 / orders may not be read' },
  'api-version': { ok: '接口版本对得上 / the API version fits', no: '接口版本对不上 / the API version does not fit' },
  webhook: { ok: '推送听得到 / push is heard', no: '推送听不到 / push is not heard' },
} // prettier-ignore

const ADVICE: Readonly<Record<string, string>> = {
  'check-connection': '看看这台电脑能不能上网，再测一次。/ See whether this PC is online, then test again.',
  'check-network': '看看这台电脑能不能上网、--url 填的地址有没有写错，再测一次。/ See whether this PC is online and the shop’s address is right, then test again.',
  'set-clock': '把电脑的时间设成自动对时，再测一次。/ Set this PC’s clock automatically, then test again.',
  'check-app-secret': 'App Secret 抄错了，到开放平台重新复制。/ The app secret is wrong; copy it again.',
  'check-app-key': 'App Key 抄错了，到开放平台重新复制。/ The app key is wrong; copy it again.',
  'renew-session': '授权过期了，让店铺主账号重新授权。/ The grant has expired; let the main account authorise again.',
  'renew-keys': '令牌不对或已作废，到后台重新生成一个。/ The token is wrong or revoked; make a new one.',
  'check-keys': '对着平台后台再核对一遍钥匙。/ Compare the keys with the platform’s admin once more.',
  'ask-order-permission': '应用还没有订单接口的权限，去申请。/ The app may not read orders yet; apply for it.',
  'grant-read-orders': '给应用勾上 read_orders 权限，再重新安装。/ Give the app the read_orders scope and install it again.',
  'check-permissions': '给这把钥匙读订单的权限。/ Let this key read orders.',
  'check-address': '地址不对，核对 --url 填的地址。/ The address is wrong; check what --url says.',
  'pay-shopify-bill': '店铺被停用或欠费，到后台处理账单。/ The shop is closed or waits for payment; see its billing page.',
  'ask-shopify-support': '店铺被 Shopify 锁住了，找它的客服。/ Shopify has locked the shop; ask their support.',
  'update-program': '平台升级了接口，更新掌柜后再测。/ The platform has a newer API; update Zhanggui, then test.',
  'older-api-served': '平台给的是旧版接口，能用。/ The platform serves an older API; it works.',
  'wait-and-retry': '平台这会儿不顺，过几分钟再测。/ The platform has trouble now; test again in a few minutes.',
  'try-later': '平台这会儿不顺，过几分钟再测。/ The platform has trouble now; test again in a few minutes.',
} // prettier-ignore

/** One step as a line of the command line: the sentence, what the platform said, what to do. */
export function stepSentence({ step, ok, detail, advice }: TestStep): string {
  const known = STEPS[step]
  const head = known ? (ok ? known.ok : known.no) : step
  const said = detail === undefined || detail === '' ? '' : `\n    ${detail}`
  const todo = advice === undefined ? '' : `\n    → ${ADVICE[advice] ?? advice}`
  return `${ok ? '✓' : '✗'} ${head}${said}${todo}`
}
