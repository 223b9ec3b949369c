/** A parcel as it is being filled in. */
export interface ParcelDraft {
  readonly key: number
  readonly waybill: string
  /** Empty: as recognised. */
  readonly courier: string
  /** Pieces by line. */
  readonly quantities: Readonly<Record<string, number>>
}

interface Waiting {
  readonly externalId: string
  readonly left: number
}

/** Pieces of a line that no parcel of the drafts takes yet. */
export function restOf(line: Waiting, drafts: readonly ParcelDraft[]): number {
  return line.left - drafts.reduce((sum, draft) => sum + (draft.quantities[line.externalId] ?? 0), 0)
}

/** A new parcel takes all that the others leave. */
export function nextDraft(lines: readonly Waiting[], drafts: readonly ParcelDraft[]): ParcelDraft {
  const key = drafts.reduce((most, draft) => Math.max(most, draft.key), 0) + 1
  const rests = lines.map((line) => [line.externalId, Math.max(0, restOf(line, drafts))] as const)
  return { key, waybill: '', courier: '', quantities: Object.fromEntries(rests) }
}

export function piecesOf(draft: ParcelDraft): number {
  return Object.values(draft.quantities).reduce((sum, quantity) => sum + quantity, 0)
}

const LONGEST_WAYBILL = 60
/** No courier's number is that long: the scanner fired twice before anybody pressed Enter. */
export function isTooLong({ waybill }: Pick<ParcelDraft, 'waybill'>): boolean {
  return waybill.trim().length > LONGEST_WAYBILL
}
