import type { TestStepView } from '../../../core/rpc/api'

export interface StepWords {
  t(key: string, values?: Record<string, string | number>): string
  has(key: string): boolean
  readonly platform: string
}

/** A test's step as a sentence, and what to do about it; codes we have no words for are shown as they are. */
export function stepSentence(
  step: TestStepView,
  { t, has, platform }: StepWords,
): { head: string; advice: string | null } {
  const outcome = step.ok ? 'ok' : 'no'
  const key = `step_${step.step}_${outcome}`
  const head = has(key) ? t(key, { platform }) : t(`step_other_${outcome}`, { step: step.step })
  if (step.advice === undefined || step.advice === '') return { head, advice: null }
  return {
    head,
    advice: has(`advice_${step.advice}`)
      ? t(`advice_${step.advice}`)
      : t('advice_other', { advice: step.advice }),
  }
}
