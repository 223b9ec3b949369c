import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { Icon } from '../ui'
import { AddShop } from './AddShop'
import { Section } from './Section'
import { ShopItem } from './ShopItem'
import { useSettingsWords } from './use-settings-words'

/** The bound shops, and the way to bind another. */
export function ShopsSection({ keysFor, add }: { keysFor: string | null; add: boolean }) {
  const { t } = useSettingsWords()
  const reason = useReason()
  const [adding, setAdding] = useState(add)
  const [closed, setClosed] = useState(false)
  const close = () => {
    setAdding(false)
    setClosed(true)
  }
  const shops = useQuery({ queryKey: ['shops', 'list'], queryFn: () => client.shops.list() })
  const platforms = useQuery({
    queryKey: ['shops', 'platforms'],
    queryFn: () => client.shops.platforms(),
    staleTime: Infinity,
  })
  const rows = shops.data?.shops
  return (
    <Section id="shops" title={t('secShops')} why={t('shopsWhy')}>
      {shops.isError && !rows && (
        <p className="m tlate" role="alert">
          {reason(shops.error)}
        </p>
      )}
      <div className="settings-pan">
        {rows?.map((shop) => (
          <ShopItem
            key={shop.id}
            shop={shop}
            platform={platforms.data?.platforms.find((one) => one.platform === shop.platform)}
            startWithKeys={keysFor === shop.id}
          />
        ))}
        {rows?.length === 0 && !adding && (
          <div className="settings-empty">
            <p className="m b">{t('noShops')}</p>
            <p className="m i2">{t('noShopsWhy')}</p>
          </div>
        )}
        {adding && platforms.data ? (
          <AddShop platforms={platforms.data.platforms} onClose={close} />
        ) : (
          <div className="settings-row">
            <button
              type="button"
              className={rows?.length === 0 ? 'btn p' : 'btn'}
              autoFocus={closed}
              disabled={!platforms.data}
              onClick={() => setAdding(true)}
            >
              <Icon name="plus" />
              {t('addShop')}
            </button>
            {platforms.isError && (
              <span className="s tlate" role="alert">
                {reason(platforms.error)}
              </span>
            )}
          </div>
        )}
      </div>
    </Section>
  )
}
