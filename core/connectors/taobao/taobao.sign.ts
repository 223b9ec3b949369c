import { createHash, createHmac } from 'node:crypto'

export const SIGN_METHODS = ['md5', 'hmac', 'hmac-sha256'] as const
export type SignMethod = (typeof SIGN_METHODS)[number]

export function isSignMethod(text: string): text is SignMethod {
  return (SIGN_METHODS as readonly string[]).includes(text)
}

/**
 * The upper-case hex signature of a TOP call over all its parameters except `sign`; empty ones do not count.
 * Only `md5` wraps the text in the secret, the two HMACs use it as key alone (TOP document 101617, «API调用方法详解»).
 */
export function signTop(
  params: Readonly<Record<string, string>>,
  secret: string,
  method: SignMethod,
): string {
  const text = Object.keys(params)
    .filter((key) => key !== 'sign' && key !== '' && params[key] !== '')
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((key) => key + (params[key] ?? ''))
    .join('')
  const digest =
    method === 'md5'
      ? createHash('md5').update(secret + text + secret, 'utf8')
      : createHmac(method === 'hmac' ? 'md5' : 'sha256', secret).update(text, 'utf8')
  return digest.digest('hex').toUpperCase()
}
