// What a merchant sets up once: currency, warehouses, goods, a coupon, and the key of the order center.
import { ERROR } from './api.mjs'

export const COUPON = 'LAOKE10'
const WAREHOUSES = ['上海仓', '广州仓', '成都仓']

/** Returns the API key `<id>:<secret>` with the rights that the order center needs and no others. */
export async function furnish(owner, products) {
  await setCurrency(owner)
  const locations = await openWarehouses(owner)
  await addGoods(owner, locations, products)
  await addCoupon(owner)
  return makeApiKey(owner)
}

async function setCurrency(owner) {
  const { activeChannel } = await owner.admin(`{ activeChannel { id } }`)
  await owner.admin(
    `mutation($i: UpdateChannelInput!) { updateChannel(input: $i) { ... on Channel { id } ${ERROR} } }`,
    {
      i: {
        id: activeChannel.id,
        availableCurrencyCodes: ['CNY'],
        defaultCurrencyCode: 'CNY',
        pricesIncludeTax: true,
        trackInventory: true,
      },
    },
  )
}

async function openWarehouses(owner) {
  const { stockLocations } = await owner.admin(`{ stockLocations { items { id } } }`)
  await owner.admin(`mutation($i: UpdateStockLocationInput!) { updateStockLocation(input: $i) { id } }`, {
    i: { id: stockLocations.items[0].id, name: WAREHOUSES[0] },
  })
  for (const name of WAREHOUSES.slice(1))
    await owner.admin(`mutation($i: CreateStockLocationInput!) { createStockLocation(input: $i) { id } }`, {
      i: { name, description: name },
    })
  return (await owner.admin(`{ stockLocations { items { id } } }`)).stockLocations.items
}

async function addGoods(owner, locations, products) {
  const taxCategoryId = (await owner.admin(`{ taxCategories { items { id } } }`)).taxCategories.items[0].id
  for (let p = 1; p <= products; p++) {
    const zh = (name) => [{ languageCode: 'zh', name }]
    const { createProduct } = await owner.admin(
      `mutation($i: CreateProductInput!) { createProduct(input: $i) { id } }`,
      {
        i: { translations: [{ languageCode: 'zh', name: `托盘${p}`, slug: `tray-${p}`, description: '' }] },
      },
    )
    const { createProductOptionGroup: group } = await owner.admin(
      `mutation($i: CreateProductOptionGroupInput!) { createProductOptionGroup(input: $i) { id options { id } } }`,
      {
        i: {
          code: `size-${p}`,
          translations: zh('规格'),
          options: ['小', '大'].map((name, k) => ({ code: `size-${p}-${k}`, translations: zh(name) })),
        },
      },
    )
    await owner.admin(
      `mutation($p: ID!, $g: ID!) { addOptionGroupToProduct(productId: $p, optionGroupId: $g) { id } }`,
      {
        p: createProduct.id,
        g: group.id,
      },
    )
    await owner.admin(
      `mutation($i: [CreateProductVariantInput!]!) { createProductVariants(input: $i) { id } }`,
      {
        i: group.options.map((option, k) => ({
          productId: createProduct.id,
          sku: `LL-TRY-${p}-${'SL'[k]}`,
          price: 1290 + p * 710 + k * 333,
          taxCategoryId,
          optionIds: [option.id],
          trackInventory: 'TRUE',
          stockLevels: locations.map((l) => ({ stockLocationId: l.id, stockOnHand: 1000 })),
          translations: zh(`托盘${p} ${k === 0 ? '小' : '大'}`),
        })),
      },
    )
  }
}

async function addCoupon(owner) {
  await owner.admin(
    `mutation($i: CreatePromotionInput!) { createPromotion(input: $i) { ... on Promotion { id } ${ERROR} } }`,
    {
      i: {
        enabled: true,
        couponCode: COUPON,
        translations: [{ languageCode: 'zh', name: '老客九折' }],
        conditions: [],
        actions: [{ code: 'order_percentage_discount', arguments: [{ name: 'discount', value: '10' }] }],
      },
    },
  )
}

async function makeApiKey(owner) {
  const permissions = ['ReadOrder', 'UpdateOrder', 'ReadCatalog', 'ReadProduct', 'ReadCustomer', 'ReadPaymentMethod', 'ReadShippingMethod', 'ReadSettings'] // prettier-ignore
  const { createRole } = await owner.admin(
    `mutation($i: CreateRoleInput!) { createRole(input: $i) { id } }`,
    {
      i: { code: 'order-center', description: 'order center', permissions },
    },
  )
  const { createApiKey } = await owner.admin(
    `mutation($i: CreateApiKeyInput!) { createApiKey(input: $i) { apiKey } }`,
    {
      i: { roleIds: [createRole.id], translations: [{ languageCode: 'zh', name: '掌柜' }] },
    },
  )
  return createApiKey.apiKey
}
