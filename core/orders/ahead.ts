import type { LineFacts, ParcelFacts } from '../connectors'
import type { OrderLine } from './order'

/**
 * The platform's new view of the lines, with what we shipped and it does not count yet. When its number grows it is
 * taken to speak of our pieces first: so what has left never counts twice, whether its word comes before our parcel is
 * confirmed, after it, in parts, or with a stranger's parcel in between. At the worst a stranger's piece is believed a
 * little later, when ours is counted too. When its number shrinks it has taken a shipment back: that is its to say.
 */
export function linesAhead(before: readonly OrderLine[], after: readonly LineFacts[]): OrderLine[] {
  const known = new Map(before.map((line) => [line.externalId, line]))
  return after.map((line) => {
    const was = known.get(line.externalId)
    const grown = Math.max(0, line.shippedQuantity - (was?.shippedQuantity ?? 0))
    return { ...line, aheadQuantity: Math.max(0, (was?.aheadQuantity ?? 0) - grown) }
  })
}

/** Parcels that we made carry this before their ordinal, until the platform shows one under the same number. */
export const OURS = 'ours:'

/** The platform's parcels, and those of ours that it does not show yet. */
export function parcelsAhead(
  before: readonly ParcelFacts[],
  after: readonly ParcelFacts[],
): readonly ParcelFacts[] {
  const shown = new Set(after.map(({ waybill }) => plain(waybill)))
  const ours = before.filter(
    (parcel) => parcel.externalId.startsWith(OURS) && !shown.has(plain(parcel.waybill)),
  )
  return ours.length === 0 ? after : [...after, ...ours]
}

const plain = (waybill: string | null) => (waybill ?? '').replace(/[^A-Za-z0-9]/g, '').toUpperCase()
