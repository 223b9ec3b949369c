import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../core/rpc/api'

type Say = (key: string, values?: Record<string, string | number>) => string

/** The words of people and stations. */
export function usePeopleWords(): { t: Say; roleNames: (roles: readonly Role[]) => string } {
  const { t: translate } = useTranslation('people')
  return useMemo(() => {
    const t: Say = (key, values) => translate(key, { ...values })
    return { t, roleNames: (roles) => roles.map((role) => t(`role_${role}`)).join(t('list')) }
  }, [translate])
}
