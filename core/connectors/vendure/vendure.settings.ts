import type { SettingField } from '../connector'

export const SETTINGS: readonly SettingField[] = [
  {
    name: 'api_key',
    required: false,
    secret: true,
    label: { zh: 'API 密钥', en: 'API key' },
    help: {
      zh: 'Vendure 3.6 起：后台 → 设置 → API 密钥，角色要能读写订单；填了它就不用填用户名和密码。',
      en: 'Since Vendure 3.6: dashboard → Settings → API keys, with a role that may read and update orders; then no login is needed.',
    },
  },
  {
    name: 'username',
    required: false,
    secret: false,
    label: { zh: '管理员用户名', en: 'Administrator' },
    help: {
      zh: '没有 API 密钥时：后台 → 管理员，为掌柜单独建一个。',
      en: 'Without an API key: dashboard → Administrators; make one for Zhanggui alone.',
    },
  },
  {
    name: 'password',
    required: false,
    secret: true,
    label: { zh: '管理员密码', en: 'Password' },
    help: { zh: '与用户名配套。', en: 'That administrator’s password.' },
  },
  {
    name: 'webhook_secret',
    required: false,
    secret: true,
    label: { zh: 'Webhook 密钥', en: 'Webhook secret' },
    help: {
      zh: '店铺推送插件签名用的密钥；不填就只靠定时读取。',
      en: 'The secret that the store’s webhook plugin signs with; without it we only read at intervals.',
    },
  },
]
