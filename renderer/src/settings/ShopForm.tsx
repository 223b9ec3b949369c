import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PlatformView } from '../../../core/rpc/api'
import { client, newCommandId, refusalOf } from '../client'
import { useReason } from '../drawer/use-reason'
import { KeyFields } from './KeyFields'
import { useNow } from '../ui'
import { TestSteps } from './TestSteps'
import { useShopTest } from './use-shop-test'
import { useSettingsWords } from './use-settings-words'

export interface AddedShop {
  readonly id: string
  readonly name: string
  readonly webhookPath: string
}

/** One platform's form: name, keys, address, since; tested live before anything is saved. */
export function ShopForm({
  platform,
  onAdded,
  onCancel,
  cancelWord,
}: {
  platform: PlatformView
  onAdded: (shop: AddedShop) => void
  onCancel: () => void
  cancelWord: string
}) {
  const { t, pick, platformName } = useSettingsWords()
  const now = useNow()
  const reason = useReason()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [since, setSince] = useState('')
  const [values, setValues] = useState<Record<string, string>>({})
  const [advanced, setAdvanced] = useState(false)
  const test = useShopTest()
  const settings = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const keys = { platform: platform.platform, url, settings }
  const add = useMutation({
    mutationFn: () =>
      client.shops.add({
        ...keys,
        name: name.trim(),
        since: since === '' ? null : new Date(`${since}T00:00`).getTime(),
        commandId: newCommandId(),
      }),
    onSuccess: async ({ id, webhookPath }) => {
      onAdded({ id, name: name.trim(), webhookPath })
      await queries.invalidateQueries({ queryKey: ['shops'] })
    },
  })
  const tried = (signal: AbortSignal) => client.shops.tryKeys(keys, { signal })
  // Nobody is told that a shop is connected whose keys were refused a second ago.
  const tryAndAdd = async () => {
    if (await test.run(tried)) add.mutate()
  }
  // What was filled in wrongly was never asked: it is marked at its field, and cannot be connected either.
  const malformed = test.state === 'broken' ? refusalOf(test.error) : undefined
  const badAddress = malformed?.code === 'bad-url'
  const failed = test.steps.find((step) => !step.ok)
  const refused = failed?.step === 'keys' || failed?.step === 'orders-readable'
  const notConnected =
    (test.state === 'broken' && !malformed) || (test.state === 'done' && failed !== undefined)
  const missingKeys = [
    ...(platform.defaultOrigin === null && url === '' ? [t('urlOwn')] : []),
    ...platform.settings
      .filter((field) => field.required && !settings[field.name])
      .map((field) => pick(field.label)),
  ]
  const missing = [...(name.trim() === '' ? [t('shopName')] : []), ...missingKeys]
  const address = (
    <div className="settings-field">
      <label htmlFor="shop-url">{platform.defaultOrigin === null ? t('urlOwn') : t('url')}</label>
      <div>
        <input
          id="shop-url"
          className="input"
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          required={platform.defaultOrigin === null}
          placeholder={platform.defaultOrigin ?? ADDRESS_LIKE[platform.platform] ?? 'https://'}
          value={url}
          onChange={(event) => {
            setUrl(event.target.value.trim())
            test.clear()
          }}
          aria-invalid={badAddress}
          aria-describedby="shop-url-help"
        />
        <p id="shop-url-help" className={badAddress ? 's tlate' : 's i2'}>
          {platform.defaultOrigin === null
            ? t('urlHelpOwn', { example: ADDRESS_LIKE[platform.platform] ?? 'https://shop.example.com' })
            : t('urlHelp')}
        </p>
      </div>
    </div>
  )
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (missing.length === 0) void tryAndAdd()
      }}
    >
      <div className="settings-field">
        <label htmlFor="shop-name">{t('shopName')}</label>
        <div>
          <input
            id="shop-name"
            className="input"
            required
            maxLength={40}
            autoFocus
            placeholder={platformName(platform.platform)}
            value={name}
            onChange={(event) => setName(event.target.value)}
            aria-describedby="shop-name-help"
          />
          <p id="shop-name-help" className="s i2">
            {t('shopNameHelp')}
          </p>
        </div>
      </div>
      {platform.defaultOrigin === null && address}
      <KeyFields
        fields={platform.settings}
        values={values}
        idPrefix="new-shop"
        wrong={malformed?.code === 'setting-invalid' ? malformed.data['setting'] : undefined}
        onChange={(field, value) => {
          setValues({ ...values, [field]: value })
          test.clear()
        }}
      />
      <div className="settings-field">
        <label htmlFor="shop-since">{t('since')}</label>
        <div>
          <input
            id="shop-since"
            className="input short"
            type="date"
            max={localDay(now)}
            value={since}
            onChange={(event) => setSince(event.target.value)}
            aria-describedby="shop-since-help"
          />
          <p id="shop-since-help" className="s i2">
            {t('sinceHelp')}
          </p>
        </div>
      </div>
      {platform.defaultOrigin !== null && (
        <details
          className="settings-advanced"
          open={advanced || badAddress}
          onToggle={(event) => setAdvanced(event.currentTarget.open)}
        >
          <summary>{t('advanced')}</summary>
          {address}
        </details>
      )}
      <div className="row settings-acts">
        <button
          type="submit"
          className="btn p"
          disabled={missing.length > 0 || add.isPending || test.state === 'running'}
        >
          {add.isPending ? t('adding') : t('addDo')}
        </button>
        <button
          type="button"
          className="btn"
          disabled={missingKeys.length > 0 || test.state === 'running'}
          onClick={() => void test.run(tried)}
        >
          {t(test.state === 'running' ? 'trying' : 'tryKeys')}
        </button>
        <button type="button" className="btn q" onClick={onCancel}>
          {cancelWord}
        </button>
        <span className={add.isError ? 's tlate g' : 's i2 g'} role={add.isError ? 'alert' : 'status'}>
          {add.isError
            ? reason(add.error)
            : missing.length > 0
              ? t('fillFirst', { names: missing.join(t('comma')) })
              : ''}
        </span>
      </div>
      <TestSteps test={test} platform={platform.platform} fields={platform.settings} />
      {notConnected && (
        <p className="row s twarn" role="alert">
          <span className="g">{t(refused ? 'notAdded' : 'notAsked')}</span>
          <button
            type="button"
            className="btn sm"
            disabled={missing.length > 0 || add.isPending}
            onClick={() => add.mutate()}
          >
            {t('addAnyway')}
          </button>
        </p>
      )}
    </form>
  )
}

/** What a shop's own address looks like, where each shop has one. */
const ADDRESS_LIKE: Readonly<Record<string, string>> = {
  shopify: 'https://lili-home.myshopify.com',
  vendure: 'https://shop.example.com',
}

/** 2026-11-22 where the person is, as a date field wants it. */
function localDay(at: number): string {
  const date = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
