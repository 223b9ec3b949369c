import type { Clock } from '../kernel'
import type { Http, SettingField } from './connector'

/** A short message to a customer. */
export interface CustomerMessage {
  /** The gateway delivers one message for each key, however often it is sent. */
  readonly key: string
  /** Digits, with + and country where abroad. */
  readonly phone: string
  readonly text: string
}

/** The port behind which every way of telling a customer stands. */
export interface MessageAdapter {
  readonly kind: string
  readonly settings: readonly SettingField[]
  /** Opens it; checks only that the needed settings are there (`Refusal('setting-missing')`). No network. */
  open(
    account: { readonly origin: string; readonly settings: Readonly<Record<string, string>> },
    tools: { readonly clock: Clock; readonly http: Http },
  ): { send(message: CustomerMessage, signal?: AbortSignal): Promise<void> }
}
