// A headless Vendure on PostgreSQL, loopback only. Started by store.mjs, which tells it over IPC where events go.
process.env.VENDURE_DISABLE_TELEMETRY = '1'
const { createHmac, randomUUID } = require('node:crypto')
const {
  DefaultJobQueuePlugin,
  DefaultLogger,
  EventBus,
  FulfillmentStateTransitionEvent,
  JobQueueService,
  LanguageCode,
  LogLevel,
  OrderEvent,
  OrderPlacedEvent,
  OrderStateTransitionEvent,
  PaymentStateTransitionEvent,
  PluginCommonModule,
  RefundStateTransitionEvent,
  VendurePlugin,
  bootstrap,
  dummyPaymentHandler,
  mergeConfig,
} = require('@vendure/core')
const { populateInitialData } = require('@vendure/core/cli')

const { STORE_PORT, STORE_DATABASE, STORE_PASSWORD } = process.env

/** Where events go; `loseShare` of them never leave, chosen by a seeded generator. */
let hook = { url: undefined, secret: '', loseShare: 0, seed: 1 }
const counts = { sent: 0, lost: 0, failed: 0 }

function lost() {
  hook.seed = (Math.imul(hook.seed, 1664525) + 1013904223) >>> 0
  return hook.seed / 2 ** 32 < hook.loseShare
}

async function post(topic, payload) {
  if (hook.url === undefined) return
  if (lost()) return void counts.lost++
  const body = JSON.stringify({ id: randomUUID(), topic, at: new Date().toISOString(), payload })
  const headers = {
    'content-type': 'application/json',
    'x-vendure-topic': topic,
    'x-vendure-hmac-sha256': createHmac('sha256', hook.secret).update(body).digest('base64'),
  }
  try {
    await fetch(hook.url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) })
    counts.sent++
  } catch {
    counts.failed++ // a webhook nobody takes is a lost webhook: that is what is tested
  }
}

/** Vendure has no webhooks of its own: a merchant's plugin posts its events, ids as the numbers they are inside. */
class Webhooks {
  constructor(eventBus) {
    this.eventBus = eventBus
  }
  onApplicationBootstrap() {
    const on = (event, topic, payload) =>
      this.eventBus.ofType(event).subscribe((e) => void post(topic, payload(e)))
    const moved = (e) => ({ from: e.fromState, to: e.toState })
    on(OrderPlacedEvent, 'order.placed', (e) => ({ orderId: e.order.id, code: e.order.code, ...moved(e) }))
    on(OrderStateTransitionEvent, 'order.state', (e) => ({
      orderId: e.order.id,
      code: e.order.code,
      ...moved(e),
    }))
    on(OrderEvent, 'order.changed', (e) => ({ orderId: e.order.id, code: e.order.code, type: e.type }))
    on(PaymentStateTransitionEvent, 'payment.state', (e) => ({
      orderId: e.order.id,
      paymentId: e.payment.id,
      ...moved(e),
    }))
    on(RefundStateTransitionEvent, 'refund.state', (e) => ({
      orderId: e.order.id,
      refundId: e.refund.id,
      ...moved(e),
    }))
    on(FulfillmentStateTransitionEvent, 'fulfillment.state', (e) => ({
      fulfillmentId: e.fulfillment.id,
      ...moved(e),
    }))
  }
}
Reflect.defineMetadata('design:paramtypes', [EventBus], Webhooks)
VendurePlugin({ imports: [PluginCommonModule] })(Webhooks)

const config = mergeConfig(
  {},
  {
    logger: new DefaultLogger({ level: LogLevel.Warn }),
    apiOptions: {
      port: Number(STORE_PORT),
      hostname: '127.0.0.1',
      adminApiPath: 'admin-api',
      shopApiPath: 'shop-api',
      cors: false,
    },
    authOptions: {
      tokenMethod: ['bearer', 'api-key'],
      superadminCredentials: { identifier: 'superadmin', password: STORE_PASSWORD },
      cookieOptions: { secret: STORE_PASSWORD },
      requireVerification: false,
    },
    dbConnectionOptions: { type: 'postgres', url: STORE_DATABASE, synchronize: true, logging: false },
    paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
    plugins: [DefaultJobQueuePlugin.init({ pollInterval: 200 }), Webhooks],
  },
)

const initialData = {
  defaultLanguage: LanguageCode.zh,
  defaultZone: 'Asia',
  countries: [{ name: '中国', code: 'CN', zone: 'Asia' }],
  taxRates: [{ name: '增值税', percentage: 13 }],
  shippingMethods: [
    { name: '标准快递', price: 800 },
    { name: '顺丰速运', price: 1800 },
  ],
  paymentMethods: [
    {
      name: '测试支付',
      handler: { code: dummyPaymentHandler.code, arguments: [{ name: 'automaticSettle', value: 'true' }] },
    },
  ],
  collections: [],
}

async function main() {
  const app = await bootstrap(config)
  await populateInitialData(app, initialData)
  await app.get(JobQueueService).start()
  process.on('message', (message) => {
    if (message.hook) hook = message.hook
    if (message.ask) process.send({ answer: message.ask, counts })
    if (message.stop) void app.close().finally(() => process.exit(0))
  })
  process.on('disconnect', () => process.exit(0))
  process.send({ ready: true })
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
