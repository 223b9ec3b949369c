import type { SlipRowView } from '../../../core/rpc/api'
import { clockTime } from '../drawer/times'
import { Icon, Thumb } from '../ui'
import { goodsOf, standingOf } from './slip-sentences'
import { SlipThumb } from './SlipThumb'
import { signalOf } from './use-batch'
import { useSlipWords } from './use-slip-words'

export function ScanRow({ row }: { row: SlipRowView }) {
  const { t, has } = useSlipWords()
  const signal = signalOf(row)
  return (
    <div className="scan-row" data-state={row.state}>
      <span className={`scan-state ${signal ?? 'waits'}`}>
        <Icon
          name={signal === 'matched' ? 'check' : signal === 'ask' ? 'warn' : signal ? 'close' : 'clock'}
        />
      </span>
      {row.order && row.state === 'matched' ? <Thumb url={row.order.pictureUrl} size={36} /> : <SlipThumb />}
      <span className="g">
        <b className="el slip-block">{goodsOf(row, t)}</b>
        <span className="s i2 el slip-block">{standingOf(row, t, has)}</span>
      </span>
      <span className="s i2 n">{clockTime(row.receivedAt)}</span>
    </div>
  )
}
