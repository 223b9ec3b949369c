import { useTranslation } from 'react-i18next'
import { useKeys } from '../keys'
import { Kbd } from '../ui'

const ROWS = [
  ['j', 'J'], ['k', 'K'], ['h', 'H'], ['l', 'L'], ['enter', 'Enter'], ['x', 'X'], ['r', 'R'], ['f', 'F'], ['ctrlk', 'Ctrl K'], ['g', 'G'], ['help', '?'], ['esc', 'Esc'],
] as const // prettier-ignore

export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  useKeys({ Escape: onClose, '?': onClose })
  return (
    <div className="veil" onMouseDown={(event) => event.target === event.currentTarget && onClose()}>
      <div className="key-sheet" role="dialog" aria-modal="true" aria-label={t('keys.title')}>
        <h2>{t('keys.title')}</h2>
        <dl>
          {ROWS.map(([name, key]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>
                <Kbd>{key}</Kbd>
              </dt>
              <dd>{t(`keys.${name}`)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  )
}
