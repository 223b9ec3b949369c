import { useEffect, useRef, useState } from 'react'
import type { SlipDetail, SlipFieldView } from '../../../core/rpc/api'
import { dateTime } from '../drawer/times'
import { useReason } from '../drawer/use-reason'
import { useWho } from '../drawer/use-who'
import { useKeys } from '../keys'
import { Icon, Kbd, useNow } from '../ui'
import { FIELD_NUMBERS, isDoubtful } from './field-numbers'
import { useSlipPicture } from './use-slip-picture'
import { useSlipWords } from './use-slip-words'

interface Size {
  readonly width: number
  readonly height: number
}

/** The picture with a numbered box where each thing was read; R turns it, + looks closer, B hides the boxes. */
export function SlipPicture({
  detail,
  lit,
  onLight,
}: {
  detail: SlipDetail
  lit: string | null
  onLight: (name: string | null) => void
}) {
  const { t } = useSlipWords()
  const reason = useReason()
  const now = useNow()
  const whoOf = useWho()
  const { row } = detail
  const { src, error } = useSlipPicture(row.id, detail.hasPicture)
  const [look, setLook] = useState({ id: row.id, quarter: 0, zoom: false, boxes: true })
  const shown = look.id === row.id ? look : { ...look, id: row.id, quarter: 0, zoom: false }
  const turn = () => setLook({ ...shown, quarter: (shown.quarter + 1) % 4 })
  const zoom = () => setLook({ ...shown, zoom: !shown.zoom })
  const hide = () => setLook({ ...shown, boxes: !shown.boxes })
  useKeys({ r: turn, '+': zoom, '=': zoom, b: hide }, src !== undefined)
  const about = [
    dateTime(row.receivedAt, now),
    t(`source_${row.source}`),
    row.sentBy === '' ? '' : whoOf(row.sentBy),
    row.fileName,
  ]
  return (
    <section className="slip-picture" aria-label={t('pictureOf')}>
      <header>
        <span className="g n el" title={about.join(' · ')}>
          {about.filter((part) => part !== '').join(' · ')}
        </span>
        {src !== undefined && (
          <>
            <Tool icon="turn" word={t('turn')} letter="R" onClick={turn} />
            <Tool icon="search" word={t(shown.zoom ? 'zoomOut' : 'zoom')} letter="+" onClick={zoom} />
            <Tool icon="eye" word={t(shown.boxes ? 'hideBoxes' : 'showBoxes')} letter="B" onClick={hide} />
          </>
        )}
      </header>
      {src !== undefined ? (
        <Frame
          src={src}
          quarter={shown.quarter}
          zoom={shown.zoom ? 2.2 : 1}
          fields={shown.boxes ? detail.fields : []}
          lit={lit}
          onLight={onLight}
        />
      ) : (
        <p className="slip-picture-none">
          {detail.erased
            ? t('erased')
            : error
              ? t('pictureFailed', { reason: reason(error) })
              : detail.hasPicture
                ? t('pictureLoading')
                : t('noPicture')}
        </p>
      )}
    </section>
  )
}

function Tool({ icon, word, letter, onClick }: { icon: 'turn' | 'search' | 'eye'; word: string; letter: string; onClick: () => void }) {
  return (
    <button type="button" className="slip-tool" onClick={onClick}>
      <Icon name={icon} />
      {word} <Kbd>{letter}</Kbd>
    </button>
  )
} // prettier-ignore

function Frame({
  src,
  quarter,
  zoom,
  fields,
  lit,
  onLight,
}: {
  src: string
  quarter: number
  zoom: number
  fields: readonly SlipFieldView[]
  lit: string | null
  onLight: (name: string | null) => void
}) {
  const { t } = useSlipWords()
  const room = useRef<HTMLDivElement>(null)
  const [space, setSpace] = useState<Size>()
  const [natural, setNatural] = useState<Size>()
  useEffect(() => {
    const element = room.current
    if (!element) return
    const watch = new ResizeObserver(() =>
      setSpace({ width: element.clientWidth, height: element.clientHeight }),
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  const lying = quarter % 2 === 1
  const scale =
    space && natural
      ? zoom * Math.min(space.width / (lying ? natural.height : natural.width), space.height / (lying ? natural.width : natural.height)) // prettier-ignore
      : 0
  const [width, height] = [(natural?.width ?? 0) * scale, (natural?.height ?? 0) * scale]
  return (
    <div className="slip-room" ref={room} tabIndex={zoom > 1 ? 0 : -1} role="group" aria-label={t('pictureOf')}>
      <div className="slip-sheet" style={lying ? { width: height, height: width } : { width, height }}>
        <div className="slip-turned" style={{ width, height, transform: `translate(-50%, -50%) rotate(${quarter * 90}deg)` }}>
          <img
            src={src}
            alt={t('pictureOf')}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setNatural({ width: naturalWidth, height: naturalHeight })
            }
          />
          {fields.map((field) => (
            <FieldBox key={field.name} field={field} lit={lit === field.name} onLight={onLight} />
          ))}
        </div>
      </div>
    </div>
  )
} // prettier-ignore

function FieldBox({
  field,
  lit,
  onLight,
}: {
  field: SlipFieldView
  lit: boolean
  onLight: (name: string | null) => void
}) {
  const { place } = field
  if (!place) return null
  const percent = (share: number) => `${share * 100}%`
  const style = { left: percent(place.x), top: percent(place.y), width: percent(place.width), height: percent(place.height) } // prettier-ignore
  // Signs stand side by side only where the print lies level.
  const level = place.width > 3 * place.height
  return (
    <div
      className={['slip-box', isDoubtful(field) ? 'doubtful' : '', lit ? 'lit' : ''].join(' ')}
      style={style}
      data-box={field.name}
      onMouseEnter={() => onLight(field.name)}
      onMouseLeave={() => onLight(null)}
    >
      <b>{FIELD_NUMBERS[field.name]}</b>
      {level &&
        field.doubts.map(({ at }) => (
          <i
            key={at}
            style={{ left: percent(at / field.value.length), width: percent(1 / field.value.length) }}
          />
        ))}
    </div>
  )
}
