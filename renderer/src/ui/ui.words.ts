const zh = {
  state: { 'to-pay': '待付款', 'to-ship': '待发货', shipped: '已发货', done: '已完成', returning: '退货中', closed: '已关闭' },
  platform: { taobao: '淘宝', shopify: 'Shopify', vendure: 'Vendure', jd: '京东', pinduoduo: '拼多多', douyin: '抖音', wechat: '微信小店' },
  chip: { taobao: '淘', shopify: 'S', vendure: 'V', jd: '京', pinduoduo: '拼', douyin: '抖', wechat: '微' },
  courier: { SF: '顺丰', YTO: '圆通', ZTO: '中通', STO: '申通', YUNDA: '韵达', JT: '极兔', JTSD: '极兔', JD: '京东', EMS: 'EMS', DBL: '德邦', YunExpress: '云途' },
  removeFilter: '去掉筛选：{{what}}',
  due: {
    unpaidMinutes: '未付 {{m}} 分', unpaidHours: '未付 {{h}} 时', unpaidHoursMinutes: '未付 {{h}} 时 {{m}} 分', unpaidDays: '未付 {{d}} 天',
    overMinutes: '超时 {{m}} 分', overHours: '超时 {{h}} 时', overHoursMinutes: '超时 {{h}} 时 {{m}} 分', overDays: '超时 {{d}} 天',
    leftMinutes: '剩 {{m}} 分', leftHours: '剩 {{h}} 时', leftHoursMinutes: '剩 {{h}} 时 {{m}} 分', leftDays: '剩 {{d}} 天',
    sentMinutes: '发出 {{m}} 分', sentHours: '发出 {{h}} 时', sentHoursMinutes: '发出 {{h}} 时', sentDays: '发出 {{d}} 天',
    held: '暂不能发',
  },
}
const en: typeof zh = {
  state: { 'to-pay': 'To pay', 'to-ship': 'To ship', shipped: 'Shipped', done: 'Done', returning: 'Returning', closed: 'Closed' },
  platform: { taobao: 'Taobao', shopify: 'Shopify', vendure: 'Vendure', jd: 'JD', pinduoduo: 'Pinduoduo', douyin: 'Douyin', wechat: 'WeChat' },
  chip: { taobao: '淘', shopify: 'S', vendure: 'V', jd: '京', pinduoduo: '拼', douyin: '抖', wechat: '微' },
  courier: { SF: 'SF', YTO: 'YTO', ZTO: 'ZTO', STO: 'STO', YUNDA: 'Yunda', JT: 'J&T', JTSD: 'J&T', JD: 'JD', EMS: 'EMS', DBL: 'Deppon', YunExpress: 'YunExpress' },
  removeFilter: 'Remove filter: {{what}}',
  due: {
    unpaidMinutes: 'unpaid {{m}} min', unpaidHours: 'unpaid {{h}} h', unpaidHoursMinutes: 'unpaid {{h}} h {{m}} min', unpaidDays: 'unpaid {{d}} d',
    overMinutes: '{{m}} min late', overHours: '{{h}} h late', overHoursMinutes: '{{h}} h {{m}} min late', overDays: '{{d}} d late',
    leftMinutes: '{{m}} min left', leftHours: '{{h}} h left', leftHoursMinutes: '{{h}} h {{m}} min left', leftDays: '{{d}} d left',
    sentMinutes: 'sent {{m}} min ago', sentHours: 'sent {{h}} h ago', sentHoursMinutes: 'sent {{h}} h ago', sentDays: 'sent {{d}} d ago',
    held: 'on hold',
  },
}
export const uiWords = { zh, en }
