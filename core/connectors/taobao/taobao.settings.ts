import type { SettingField } from '../connector'

const CONSOLE_ZH = '淘宝开放平台控制台 → 应用管理 → 应用概况'
const CONSOLE_EN = 'Taobao Open Platform console → your app → overview'

export const SETTINGS: readonly SettingField[] = [
  {
    name: 'app_key',
    required: true,
    secret: false,
    label: { zh: 'App Key', en: 'App key' },
    help: { zh: `${CONSOLE_ZH}。`, en: `${CONSOLE_EN}.` },
  },
  {
    name: 'app_secret',
    required: true,
    secret: true,
    label: { zh: 'App Secret', en: 'App secret' },
    help: { zh: `${CONSOLE_ZH}，与 App Key 在一起。`, en: `${CONSOLE_EN}, beside the app key.` },
  },
  {
    name: 'session',
    required: true,
    secret: true,
    label: { zh: '授权令牌（session）', en: 'Session (access token)' },
    help: {
      zh: '店铺主账号授权应用后得到的 access_token；到期后需重新授权。',
      en: 'The access_token that the shop’s main account grants to the app; renew it when it has expired.',
    },
  },
  {
    name: 'sign_method',
    required: false,
    secret: false,
    label: { zh: '签名方法', en: 'Signature method' },
    help: { zh: 'md5（默认）、hmac 或 hmac-sha256。', en: 'md5 (default), hmac or hmac-sha256.' },
  },
  {
    name: 'shop_kind',
    required: false,
    secret: false,
    label: { zh: '店铺类型', en: 'Kind of shop' },
    help: {
      zh: 'taobao（默认）或 tmall：天猫退款先要审核，一次最多 10000 元；淘宝最多 6000 元。',
      en: 'taobao (default) or tmall: Tmall refunds are reviewed first, at most 10,000 yuan at once; on Taobao 6,000.',
    },
  },
]
