import { SlipDesk, type DeskOptions, type SlipRow } from './slip-desk'

export interface ReadSlipsOptions extends DeskOptions {
  /** Called as each picture is done, in whatever order. */
  readonly onRow?: (row: SlipRow, done: number, all: number) => void
  /** Stops: what is not read yet becomes a row with the problem `stopped`. */
  readonly signal?: AbortSignal
}

/** Reads pictures of return slips: one row for each, in the order given. A bad picture is a row with its reason. */
export async function readSlips(
  files: readonly string[],
  options: ReadSlipsOptions = {},
): Promise<SlipRow[]> {
  const desk = new SlipDesk(options)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= desk[Symbol.asyncDispose]())
  const stop = () => void close()
  options.signal?.addEventListener('abort', stop, { once: true })
  let done = 0
  try {
    const rows = files.map(async (file) => {
      const row = await desk.read(file)
      options.onRow?.(row, ++done, files.length)
      return row
    })
    if (options.signal?.aborted) stop()
    return await Promise.all(rows)
  } finally {
    options.signal?.removeEventListener('abort', stop)
    await close()
  }
}
