import { useCallback } from 'react'
import { refusalOf } from '../client'
import { isForbidden } from './is-forbidden'
import { useDrawerWords } from './use-drawer-words'

/** Why a call failed, in the person's words: a refusal by its code, a platform's own sentence, or a number to tell us. */
export function useReason(): (error: unknown) => string {
  const { t, has } = useDrawerWords()
  return useCallback(
    (error) => {
      const refusal = refusalOf(error)
      if (refusal) {
        const values = Object.fromEntries(
          Object.entries(refusal.data).filter(
            (entry): entry is [string, string | number] =>
              typeof entry[1] === 'string' || typeof entry[1] === 'number',
          ),
        )
        return has(`refused_${refusal.code}`)
          ? t(`refused_${refusal.code}`, values)
          : t('refused_other', { code: refusal.code })
      }
      if (isForbidden(error)) return t('refused_forbidden')
      const { code, data, message } = error as {
        code?: string
        data?: { message?: string; number?: string }
        message?: string
      }
      // The line broke before the answer: nobody can know here what was done.
      if (code === undefined && /closed or aborted/.test(message ?? '')) return t('refused_line')
      if (code === 'UNAUTHENTICATED') return t('refused_unauthenticated')
      if (code === 'OUTSIDE') return data?.message ?? t('refused_outside')
      return t('refused_bug', { number: data?.number ?? message ?? code ?? '?' })
    },
    [t, has],
  )
}
