/** A memo being written. Kept while the drawer is open, so that looking at another tab or order loses nothing. */
export interface Draft {
  readonly text: string
  /** The order's version the person saw when they began. */
  readonly version: number
  /** The memo when they began: unchanged text is no edit, whatever happened meanwhile. */
  readonly from: string
  readonly commandId: string
}
