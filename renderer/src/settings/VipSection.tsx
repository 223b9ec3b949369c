import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client, newCommandId } from '../client'
import { useReason } from '../drawer/use-reason'
import { sheetToSend } from '../sheet-to-send'
import { Section } from './Section'
import { useSettingsWords } from './use-settings-words'

/** A shop's VIP buyers from a sheet: their refunds have the higher limit. */
export function VipSection() {
  const { t } = useSettingsWords()
  const reason = useReason()
  const shops = useQuery({ queryKey: ['shops'], queryFn: () => client.shops.list() }).data?.shops ?? []
  const [chosen, setChosen] = useState('')
  const shopId = shops.some(({ id }) => id === chosen) ? chosen : (shops[0]?.id ?? '')
  const take = useMutation({
    mutationFn: async (file: File) =>
      client.refunds.importVips({ ...(await sheetToSend(file)), shopId, commandId: newCommandId() }),
  })
  const taken = take.data
  return (
    <Section id="vip" title={t('secVip')} why={t('vipWhy')}>
      <div className="settings-pan padded">
        {shops.length === 0 ? (
          <p className="m i2">{t('vipNoShop')}</p>
        ) : (
          <>
            <div className="settings-field">
              <label htmlFor="vip-shop">{t('vipShop')}</label>
              <select
                id="vip-shop"
                className="input"
                value={shopId}
                onChange={(event) => {
                  setChosen(event.target.value)
                  take.reset()
                }}
              >
                {shops.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
            <div className="settings-field">
              <span>{t('vipFile')}</span>
              <div>
                <label className="settings-file">
                  <span className="btn">{take.isPending ? t('saving') : t('vipChoose')}</span>
                  <input
                    type="file"
                    accept=".xlsx,.csv,.txt"
                    className="unseen"
                    disabled={take.isPending}
                    aria-describedby="vip-help"
                    onChange={(event) => {
                      const [file] = event.target.files ?? []
                      if (file) take.mutate(file)
                      event.target.value = ''
                    }}
                  />
                </label>
                <p id="vip-help" className="s i2">
                  {t('vipFileHelp')}
                </p>
                <p className={take.isError ? 's tlate' : 's tok'} role="status">
                  {take.isError && reason(take.error)}
                  {taken && t('vipTaken', { marked: taken.marked, known: taken.known })}
                  {taken && taken.unknown.length > 0 && t('vipUnknown', { lines: taken.unknown.join(', ') })}
                </p>
              </div>
            </div>
          </>
        )}
      </div>
    </Section>
  )
}
