import type { OrderRow } from '../../../core/rpc/api'
import { Icon, useNow } from '../ui'
import { deadlineOf, spanOf } from './deadline'
import { dateTime } from './times'
import { useDrawerWords, type Say } from './use-drawer-words'
import { usePlatformName } from './use-platform-name'

/** Both clocks in one sentence: the shop's own rule and the platform's limit. */
export function DeadlineStrip({ row }: { row: OrderRow }) {
  const { t, has, language } = useDrawerWords()
  const now = useNow()
  const platform = usePlatformName()(row.platform)
  const deadline = deadlineOf(row, now)
  const flags = row.flags.map((flag) => (has(`flag_${flag}`) ? t(`flag_${flag}`) : t('flag_other', { flag })))
  const limit = (at: number | null) =>
    at === null
      ? t('noPlatformLimit', { platform })
      : t(at <= now ? 'platformLimitOver' : 'platformLimit', { platform, at: dateTime(at, now) })

  if (deadline.kind === 'none' && flags.length === 0) return null
  if (deadline.kind === 'none')
    return (
      <p className="drawer-due warn">
        <Icon name="warn" />
        <span>{flags.join(' · ')}</span>
      </p>
    )
  if (deadline.kind === 'held')
    return (
      <p className="drawer-due warn">
        <Icon name="hold" />
        <b>{t('held')}</b>
        <span>
          {has(`hold_${deadline.hold}`)
            ? t(`hold_${deadline.hold}`)
            : t('hold_other', { hold: deadline.hold })}{' '}
          {deadline.shipBy !== null && limit(deadline.shipBy)}
        </span>
      </p>
    )
  const { about, tone, leftMs, dueAt, ruleMs, shipBy } = deadline
  const rule =
    dueAt === null || ruleMs === null
      ? ''
      : t(about === 'pay' ? 'rulePay' : 'ruleShip', { rule: ruleWords(ruleMs, t), at: dateTime(dueAt, now) })
  return (
    <p className={`drawer-due ${tone}`} role={tone === 'late' ? 'alert' : undefined}>
      <Icon name="clock" />
      <b className="n">
        {about === 'pay' && leftMs <= 0
          ? t('unpaidOver')
          : t(leftMs <= 0 ? 'over' : 'left', { span: spanWords(leftMs, t) })}
      </b>
      <span>
        {[rule, about === 'ship' ? limit(shipBy) : '', ...flags]
          .filter((part) => part !== '')
          .join(language === 'zh' ? '' : ' ')}
      </span>
    </p>
  )
}

function spanWords(ms: number, t: Say): string {
  const span = spanOf(ms)
  if (span.unit === 'minutes') return t('minutes', { n: span.n })
  if (span.unit === 'hours') return t('hours', { h: span.h, m: String(span.m).padStart(2, '0') })
  return t('days', { d: span.d, h: span.h })
}

function ruleWords(ms: number, t: Say): string {
  const minutes = Math.round(ms / 60_000)
  return minutes % 60 === 0 ? t('spanHours', { n: minutes / 60 }) : t('spanMinutes', { n: minutes })
}
