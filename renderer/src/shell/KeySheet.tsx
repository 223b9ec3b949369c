import { useTranslation } from 'react-i18next'
import { useKeysOver } from '../keys'
import { Kbd } from '../ui'

const ROWS = [
  ['j', 'J'], ['k', 'K'], ['h', 'H'], ['l', 'L'], ['space', 'space'], ['enter', 'Enter'], ['x', 'X'], ['r', 'R'], ['s', 'S'], ['a', 'A'], ['p', 'P'], ['f', 'F'], ['ctrlk', 'Ctrl K'], ['g', 'G'], ['help', '?'], ['esc', 'Esc'],
] as const // prettier-ignore

export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  useKeysOver({ Escape: onClose, '?': onClose })
  return (
    <div className="veil" onMouseDown={(event) => event.target === event.currentTarget && onClose()}>
      <div className="key-sheet" role="dialog" aria-modal="true" aria-label={t('keys.title')}>
        <h2>{t('keys.title')}</h2>
        <dl>
          {ROWS.map(([name, key]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>
                <Kbd>{key === 'space' ? t('hint.spaceKey') : key}</Kbd>
              </dt>
              <dd>{t(`keys.${name}`)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  )
}
