import { z } from 'zod'
import { OutsideFailure, Refusal } from '../../kernel'
import type { SettingField } from '../connector'
import type { MessageAdapter } from '../message-adapter'
import { signSms } from './sms.sign'

export const SMS_PATH = '/v1/messages'

const SETTINGS: readonly SettingField[] = [
  {
    name: 'app_key',
    required: true,
    secret: false,
    label: { zh: 'App Key', en: 'App key' },
    help: { zh: '短信网关给的账号', en: 'The account that the SMS gateway gave you' },
  },
  {
    name: 'app_secret',
    required: true,
    secret: true,
    label: { zh: 'App Secret', en: 'App secret' },
    help: { zh: '短信网关给的密钥，用来签名', en: 'The secret that messages are signed with' },
  },
  {
    name: 'sign_name',
    required: true,
    secret: false,
    label: { zh: '短信签名', en: 'Sender' },
    help: { zh: '客户看到的【店名】', en: 'The name that customers see first' },
  },
]

const answerWire = z.object({
  id: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
})

/**
 * A generic HTTP gateway: a JSON body posted with the account, the time and a signature over both. 200 = taken (also a
 * key that was taken before), 4xx = refused for good, anything else may pass.
 */
export const sms: MessageAdapter = {
  kind: 'sms',
  settings: SETTINGS,
  open({ origin, settings }, { clock, http }) {
    for (const field of SETTINGS)
      if (field.required && !settings[field.name])
        throw new Refusal('setting-missing', { setting: field.name })
    const { app_key: appKey = '', app_secret: secret = '', sign_name: sender = '' } = settings
    return {
      async send({ key, phone, text }, signal) {
        const body = JSON.stringify({ key, phone, text: `【${sender}】${text}` })
        const timestamp = String(clock.now())
        const response = await http.send({
          method: 'POST',
          url: `${origin.replace(/\/+$/, '')}${SMS_PATH}`,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'x-app-key': appKey,
            'x-timestamp': timestamp,
            'x-signature': signSms(secret, timestamp, body),
          },
          body,
          signal,
        })
        if (response.status === 200) return
        const said = saidIn(response.body)
        throw new OutsideFailure(`SMS: ${said.message ?? `HTTP ${response.status}`}`, {
          retryable: response.status >= 500 || response.status === 429,
          needsKeys: response.status === 401 || response.status === 403,
          platformCode: said.code ?? String(response.status),
        })
      },
    }
  },
}

function saidIn(body: string): z.output<typeof answerWire> {
  try {
    return answerWire.safeParse(JSON.parse(body)).data ?? {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
