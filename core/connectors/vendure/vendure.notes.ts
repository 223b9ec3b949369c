import type { VendureClient } from './vendure.client'
import { ADD_NOTE, DELETE_NOTE, NOTES, UPDATE_NOTE } from './vendure.queries'
import { notesWire, readAs } from './vendure.wire'

/** Begins the one private note that is ours, so that the shop's own notes are never touched. */
export const OUR_MARK = '【掌柜】'

/** Leaves exactly one private note of ours with this text (none for an empty one): a repeat changes nothing. */
export async function writeNote(
  client: VendureClient,
  orderId: string,
  memo: string,
  signal?: AbortSignal,
): Promise<void> {
  const options = { take: 100, sort: { createdAt: 'DESC' }, filter: { type: { eq: 'ORDER_NOTE' } } }
  const { data } = await client.ask(NOTES, { id: orderId, options }, signal)
  const notes = readAs(notesWire, data).order?.history.items ?? []
  const ours = notes.filter((note) => !note.isPublic && note.data?.note?.startsWith(OUR_MARK))
  const note = OUR_MARK + memo
  const [kept, ...doubled] = memo === '' ? [undefined, ...ours] : ours
  if (kept && kept.data?.note !== note)
    await client.ask(UPDATE_NOTE, { input: { noteId: kept.id, note, isPublic: false } }, signal)
  if (!kept && memo !== '')
    await client.ask(ADD_NOTE, { input: { id: orderId, note, isPublic: false } }, signal)
  for (const extra of doubled) if (extra) await client.ask(DELETE_NOTE, { id: extra.id }, signal)
}
