import { useMutation, useQuery } from '@tanstack/react-query'
import { client } from '../client'
import { useReason } from '../drawer/use-reason'
import { Icon } from '../ui'
import { Section } from './Section'
import { switchFolder } from './switch-folder'
import { useSettingsWords } from './use-settings-words'

/** The practice folder, and the one key that leads back to the real one. */
export function PracticeSection() {
  const { t } = useSettingsWords()
  const reason = useReason()
  const standing = useQuery({ queryKey: ['standing'], queryFn: () => client.auth.standing() })
  const practice = standing.data?.practice ?? false
  const change = useMutation({
    mutationFn: () => switchFolder(practice ? 'real' : 'practice'),
  })
  return (
    <Section id="practice" title={t('secPractice')} why={t('practiceWhy')}>
      <div className={practice ? 'settings-practice on' : 'settings-practice'}>
        <div className="g">
          <p className="h2">{practice ? t('practiceNow') : t('practiceOpen')}</p>
          <p className="m i2">{t('practiceOpenWhy')}</p>
          <p className={change.isError ? 's tlate' : 's i2'} role="status">
            {change.isError
              ? t('practiceFailed', { reason: reason(change.error) })
              : change.isPending || change.isSuccess
                ? t('practiceSwitching')
                : ''}
          </p>
        </div>
        <button
          type="button"
          className="btn lg"
          disabled={change.isPending || standing.data === undefined}
          onClick={() => change.mutate()}
        >
          <Icon name={practice ? 'left' : 'play'} />
          {t(practice ? 'practiceLeave' : 'practiceOpen')}
        </button>
      </div>
    </Section>
  )
}
