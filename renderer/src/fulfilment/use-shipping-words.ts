import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalOf } from '../client'
import { useReason } from '../drawer/use-reason'
import { problemWords } from './problem.words'

type Data = Readonly<Record<string, string | number | boolean | null>>

/** A problem's code and data as a sentence; any error of a call too. */
export function useProblemWords(): {
  say: (code: string, data: Data) => string
  sayError: (error: unknown) => string
} {
  const { t } = useTranslation('problem')
  const reason = useReason()
  const say = useCallback(
    (code: string, data: Data) => {
      const hold = data['hold'] === undefined ? {} : { hold: t(`hold_${String(data['hold'])}`, { defaultValue: String(data['hold']) }) }
      return t(code, { ...data, ...hold, defaultValue: code })
    },
    [t],
  ) // prettier-ignore
  const sayError = useCallback(
    (error: unknown) => {
      const refused = refusalOf(error)
      return refused && Object.hasOwn(problemWords.zh, refused.code)
        ? say(refused.code, refused.data)
        : reason(error)
    },
    [say, reason],
  )
  return { say, sayError }
}
