import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../client'
import { Icon } from '../ui'
import { startExport, useRunning, type ExportWish } from './running'

const CARRIERS = ['owner', 'supervisor', 'finance'] as const

/** Asks for a sheet; only those who may carry one out of the house see it. */
export function ExportButton({ what, month, label }: Omit<ExportWish, 'form'> & { label?: string }) {
  const { t } = useTranslation('exports')
  const running = useRunning()
  const standing = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() }).data
  if (!CARRIERS.some((role) => standing?.roles.includes(role))) return null
  const name = `${t(`what.${what}`)}${month === null ? '' : ` ${month}`}.xlsx`
  return (
    <button
      type="button"
      className="quiet"
      disabled={running?.state === 'running'}
      title={running?.state === 'running' ? t('busy') : name}
      onClick={() => void startExport({ what, month, form: 'xlsx' }, name)}
    >
      <Icon name="disk" />
      {label ?? t('button')}
    </button>
  )
}
