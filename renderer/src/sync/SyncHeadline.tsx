import type { ShopSync } from '../../../core/rpc/api'
import { unreadOf, usePill } from '../shell/use-pill'
import { Icon } from '../ui'
import { summaryOf, type Headline } from './health'
import { useSyncWords } from './use-sync-words'

const FACE: Readonly<
  Record<Headline | 'unread', { word: string; tone: 'ok' | 'warn' | 'late'; icon: 'check' | 'warn' | 'sync' }>
> = {
  ok: { word: 'headOk', tone: 'ok', icon: 'check' },
  first: { word: 'headFirst', tone: 'ok', icon: 'sync' },
  paused: { word: 'headPaused', tone: 'warn', icon: 'warn' },
  gaps: { word: 'headGaps', tone: 'late', icon: 'warn' },
  trouble: { word: 'headTrouble', tone: 'warn', icon: 'warn' },
  unread: { word: 'headUnread', tone: 'warn', icon: 'warn' },
  none: { word: 'headNone', tone: 'warn', icon: 'warn' },
}

/** The page's one sentence, and the sum behind it. */
export function SyncHeadline({ shops }: { shops: readonly ShopSync[] }) {
  const { t } = useSyncWords()
  const sum = summaryOf(shops)
  // An order that was not understood is not on the board: that is not yet well.
  const unread = usePill(unreadOf).data ?? 0
  const face = FACE[sum.headline === 'ok' && unread > 0 ? 'unread' : sum.headline]
  const gaps =
    sum.gapsFound === 0 ? t('sumGapsNone')
    : sum.gapsOpen === 0 ? t('sumGapsHealed', { n: sum.gapsFound })
    : t('sumGapsOpen', { n: sum.gapsFound, open: sum.gapsOpen }) // prettier-ignore
  return (
    <header className="sync-head" aria-live="polite">
      <span className={`sync-face ${face.tone}`}>
        <Icon name={face.icon} size={20} />
      </span>
      <div>
        <p className="sync-big">{t(face.word, { n: unread })}</p>
        <p className="m i2 n">
          {[t('sumOrders', { n: sum.orders }), t('sumRepeats', { n: sum.repeats }), gaps].join(' ')}
        </p>
      </div>
    </header>
  )
}
