import { useTranslation } from 'react-i18next'
import type { BoardState } from '../../../core/rpc/api'
import { Icon } from './Icon'

/** Shape, word and colour: never colour alone. */
export function StateTag({ state }: { state: BoardState }) {
  const { t } = useTranslation('ui')
  return (
    <span className={`state state-${state}`}>
      <Icon name={`state-${state}`} />
      {t(`state.${state}`)}
    </span>
  )
}
