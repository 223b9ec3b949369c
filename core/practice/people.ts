import type { Platform } from './shop'
import type { Random } from './random'

/** A buyer as the platform shows him: masked where the platform masks. */
export interface Person {
  readonly buyer: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly street: string
}

const SURNAMES = [...'王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严洪武莫孔汤倪闻安'] // prettier-ignore
const GIVEN = ['敏', '静怡', '建国', '雅琴', '思远', '晓雯', '子涵', '志强', '丽华', '雨桐', '浩然', '佳宁', '文博', '秀兰', '一诺', '婷婷', '俊杰', '欣妍'] // prettier-ignore

/** Province, city, districts. Municipalities are their own province. */
const PLACES: readonly (readonly [province: string, city: string, districts: readonly string[], weight: number])[] = [
  ['浙江省', '杭州市', ['西湖区', '拱墅区', '余杭区', '滨江区'], 10], ['浙江省', '宁波市', ['鄞州区', '海曙区'], 4],
  ['浙江省', '嘉兴市', ['南湖区', '秀洲区'], 2], ['上海', '上海市', ['徐汇区', '浦东新区', '静安区', '闵行区'], 11],
  ['江苏省', '苏州市', ['姑苏区', '吴中区', '昆山市'], 6], ['江苏省', '南京市', ['鼓楼区', '江宁区', '秦淮区'], 5],
  ['江苏省', '无锡市', ['滨湖区', '梁溪区'], 3], ['北京', '北京市', ['朝阳区', '海淀区', '丰台区', '通州区'], 9],
  ['广东省', '广州市', ['天河区', '越秀区', '番禺区'], 7], ['广东省', '深圳市', ['南山区', '福田区', '宝安区'], 8],
  ['四川省', '成都市', ['武侯区', '锦江区', '高新区'], 6], ['重庆', '重庆市', ['渝北区', '沙坪坝区'], 4],
  ['湖北省', '武汉市', ['武昌区', '洪山区'], 4], ['湖南省', '长沙市', ['岳麓区', '雨花区'], 4],
  ['陕西省', '西安市', ['雁塔区', '碑林区'], 4], ['河南省', '郑州市', ['金水区', '二七区'], 4],
  ['河南省', '洛阳市', ['西工区', '涧西区'], 1], ['山东省', '青岛市', ['市南区', '崂山区'], 3],
  ['山东省', '济南市', ['历下区', '市中区'], 3], ['福建省', '福州市', ['鼓楼区', '仓山区'], 3],
  ['福建省', '厦门市', ['思明区', '湖里区'], 3], ['安徽省', '合肥市', ['蜀山区', '包河区'], 3],
  ['天津', '天津市', ['和平区', '南开区'], 3], ['辽宁省', '沈阳市', ['和平区', '皇姑区'], 2],
  ['黑龙江省', '哈尔滨市', ['南岗区', '道里区'], 2], ['河北省', '石家庄市', ['裕华区', '长安区'], 2],
  ['江西省', '南昌市', ['东湖区', '红谷滩区'], 2], ['广西', '南宁市', ['青秀区', '兴宁区'], 2],
  ['贵州省', '贵阳市', ['南明区', '观山湖区'], 2], ['云南省', '昆明市', ['五华区', '盘龙区'], 2],
] // prettier-ignore
const STREETS = ['文三路', '中山路', '解放路', '人民东路', '学院路', '和平里', '建设大道', '枫林路', '科技园路', '滨江大道'] // prettier-ignore

const ABROAD_NAMES = ['Mei Tan', 'David Okafor', 'Emma Collins', 'Lucas Meyer', 'Sofia Alvarez', 'Grace Kim', 'Noah Fischer', 'Olivia Brooks', 'Priya Nair', 'Jack Sullivan', 'Hannah Lind', 'Marco Rossi', 'Ava Thompson', 'Daniel Cho', 'Chloe Martin', 'Ethan Wright', 'Nina Petrova', 'Leo Santos'] // prettier-ignore
const ABROAD_PLACES: readonly (readonly [province: string, city: string, district: string])[] = [
  ['California', 'San Francisco', 'Noe Valley'], ['California', 'Los Angeles', 'Silver Lake'], ['New York', 'Brooklyn', 'Park Slope'],
  ['Washington', 'Seattle', 'Ballard'], ['Oregon', 'Portland', 'Alberta'], ['Texas', 'Austin', 'Hyde Park'],
  ['Illinois', 'Chicago', 'Logan Square'], ['Massachusetts', 'Cambridge', 'Inman Square'], ['Colorado', 'Denver', 'Highland'],
  ['Georgia', 'Atlanta', 'Inman Park'], ['Minnesota', 'Minneapolis', 'Northeast'], ['North Carolina', 'Durham', 'Trinity Park'],
] // prettier-ignore
const ABROAD_STREETS = ['Maple St', 'Cedar Ave', 'Linden Rd', 'Union St', 'Hillside Dr', 'Church St']

/** Phones are numbers that nobody has: masked, 555-01xx, or 138 0000 xxxx. */
export function personFor(random: Random, platform: Platform): Person {
  if (platform === 'shopify') {
    const [province, city, district] = random.pick(ABROAD_PLACES)
    return {
      buyer: random.pick(ABROAD_NAMES),
      phone: `+1 ${random.whole(201, 989)} 555 01${two(random)}`,
      province,
      city,
      district,
      street: `${random.whole(11, 980)} ${random.pick(ABROAD_STREETS)}`,
    }
  }
  const [province, city, districts] = random.weighted(PLACES.map((place) => [place, place[3]] as const))
  const surname = random.pick(SURNAMES)
  const where = { province, city, district: random.pick(districts) }
  const street = random.pick(STREETS)
  const number = `${random.whole(2, 398)}号${random.whole(1, 18)}幢${random.whole(1, 26)}0${random.whole(1, 4)}室`
  const given = random.pick(GIVEN)
  const last = two(random) + two(random)
  return platform === 'taobao'
    ? { ...where, buyer: `${surname}**`, phone: `138****${last}`, street: `${street}****` }
    : { ...where, buyer: `${surname}${given}`, phone: `1380000${last}`, street: `${street}${number}` }
}

function two(random: Random): string {
  return String(random.whole(0, 99)).padStart(2, '0')
}

const BUYER_NOTES = ['送领导，请包好看些', '托盘是送人的', '四个分开包', '要发票，抬头见备注', '请发顺丰，运费我补', '工作日送，周末没人', '杯子要一样颜色深浅的', '麻烦放快递柜', '老人收件，请先打电话', '不要吊牌和价签'] // prettier-ignore
const ENGLISH_NOTES = ['Gift, no invoice please', 'Please pack the mugs well', 'Leave at the side door', 'Birthday present: could you add a card?'] // prettier-ignore
const MEMOS = ['已电话确认地址', '赠手写卡片一张', '等货，今天 16:00 到', '改发顺丰', '老客，放一包小样', '易碎，加一层气泡柱', '发票已开', '与另一单合并发'] // prettier-ignore

export function buyerNoteFor(random: Random, platform: Platform): string {
  return random.pick(platform === 'shopify' ? ENGLISH_NOTES : BUYER_NOTES)
}

export function memoFor(random: Random): string {
  return random.pick(MEMOS)
}
