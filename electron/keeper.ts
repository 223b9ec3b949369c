import { safeStorage } from 'electron'
import type { KeeperAnswer, KeeperRequest, KeeperStrength } from '../core/kernel/desktop-link'
import { reasonOf } from './reason'

/**
 * Wraps the data key with the system's key store (Keychain, DPAPI, libsecret, KWallet). A Linux session without
 * one falls back to `basic_text`, a fixed password: it works, and the answer says `plain`.
 */
export async function keep(request: KeeperRequest): Promise<KeeperAnswer> {
  const { id } = request
  try {
    if (!(await safeStorage.isAsyncEncryptionAvailable()))
      return { kind: 'keeper', id, ok: false, reason: 'no key store' }
    const strength = keyStoreStrength()
    if (request.op === 'wrap')
      return { kind: 'keeper', id, ok: true, data: await wrap(request.data), strength }
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(
      Buffer.from(request.data, 'base64'),
    )
    const answer = { kind: 'keeper' as const, id, ok: true as const, data: result, strength }
    return shouldReEncrypt ? { ...answer, rewrapped: await wrap(result) } : answer
  } catch (error) {
    return { kind: 'keeper', id, ok: false, reason: reasonOf(error) }
  }
}

export function keyStoreStrength(): KeeperStrength {
  return process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
    ? 'plain'
    : 'system'
}

async function wrap(data: string): Promise<string> {
  return (await safeStorage.encryptStringAsync(data)).toString('base64')
}
