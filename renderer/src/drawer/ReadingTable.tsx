import type { RawPart } from '../../../core/rpc/api'
import { useDrawerWords } from './use-drawer-words'

/** Path in the payload · value as received · what we made of it. What we do not know comes first. */
export function ReadingTable({ reading }: { reading: RawPart['reading'] }) {
  const { t, has } = useDrawerWords()
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
              <td>
                {one.read === null ? (
                  <span className="tag w">{t('unknown')}</span>
                ) : (
                  readWords(one.read, has, t)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A field of ours by its name (`lines.unitPriceMinor` → 商品 · 单价); a sentence stays a sentence. */
function readWords(read: string, has: (key: string) => boolean, t: (key: string) => string): string {
  if (!/^[A-Za-z.]+$/.test(read)) return read
  return read
    .split('.')
    .map((name) => (has(`f_${name}`) ? t(`f_${name}`) : name))
    .join(' · ')
}
