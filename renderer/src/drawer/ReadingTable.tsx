import type { RawPart } from '../../../core/rpc/api'
import { useDrawerWords } from './use-drawer-words'

/** Path in the payload · value as received · what we made of it. What we do not know comes first. */
export function ReadingTable({ reading }: { reading: RawPart['reading'] }) {
  const { t } = useDrawerWords()
  const sorted = [...reading].sort((a, b) => Number(a.read !== null) - Number(b.read !== null))
  return (
    <div className="drawer-reading-rows" tabIndex={0} role="group" aria-label={t('readAs')}>
      <table>
        <tbody>
          {sorted.map((one) => (
            <tr key={one.path}>
              <td>
                <code title={one.path}>{one.path}</code>
              </td>
              <td>
                <code title={one.value}>{one.value}</code>
              </td>
              <td>{one.read === null ? <span className="tag w">{t('unknown')}</span> : one.read}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
