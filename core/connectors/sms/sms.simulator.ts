import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { SMS_PATH } from './sms.connector'
import { isSignedSms } from './sms.sign'

const APP_KEY = 'practice-sms'
const SECRET = 'practice-sms-secret-0123456789abcdef'
const MAX_SKEW_MS = 5 * 60_000
const messageWire = z.object({
  key: z.string().min(1),
  phone: z.string().regex(/^\+?\d{5,15}$/),
  text: z.string().min(1).max(500),
})

export interface SmsSimulator extends AsyncDisposable {
  readonly origin: string
  readonly settings: Readonly<Record<string, string>>
  /** What reached customers, in order; one for each key. */
  readonly sent: readonly { readonly key: string; readonly phone: string; readonly text: string }[]
  /** The next n calls are answered 500 after the message was taken. */
  faults: { loseNext: number }
}

/** A practice SMS gateway on 127.0.0.1: checks account, time and signature, and delivers each key once. */
export async function startSmsSimulator({
  now = Date.now,
}: { now?: () => number } = {}): Promise<SmsSimulator> {
  const sent: z.output<typeof messageWire>[] = []
  const faults = { loseNext: 0 }

  function answer(request: IncomingMessage, body: string): { status: number; json: object } {
    const header = (name: string) => String(request.headers[name] ?? '')
    if (request.url !== SMS_PATH || request.method !== 'POST') return refused(404, 'not-found')
    const timestamp = header('x-timestamp')
    if (header('x-app-key') !== APP_KEY) return refused(401, 'unknown-account')
    if (!(Math.abs(Number(timestamp) - now()) <= MAX_SKEW_MS)) return refused(401, 'timestamp-too-far')
    if (!isSignedSms(SECRET, timestamp, body, header('x-signature'))) return refused(401, 'bad-signature')
    const message = messageWire.safeParse(JSON.parse(body)).data
    if (!message) return refused(400, 'bad-message')
    if (!sent.some((one) => one.key === message.key)) sent.push(message)
    if (faults.loseNext > 0) {
      faults.loseNext--
      return refused(500, 'internal')
    }
    return { status: 200, json: { id: message.key } }
  }

  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
      const { status, json } = answer(request, Buffer.concat(chunks).toString())
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    })().catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    settings: { app_key: APP_KEY, app_secret: SECRET, sign_name: '栗里家居' },
    sent,
    faults,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function refused(status: number, code: string): { status: number; json: object } {
  return { status, json: { code, message: code } }
}
