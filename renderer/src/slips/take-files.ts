/** What a folder is searched for; a picture that is dropped by itself is always tried. */
const ENDINGS = /\.(jpe?g|png|webp|tiff?|gif|bmp|hei[cf]|avif)$/i

export interface TakenFile {
  readonly picture: File
  readonly name: string
}

/** Files of a drop, folders searched through. `folder`: one was among them. */
export async function filesOfDrop(data: DataTransfer): Promise<{ files: TakenFile[]; folder: boolean }> {
  // Entries must be taken before the first await: the drop's data are gone afterwards.
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const loose = entries.length === 0 ? [...data.files] : []
  const files: TakenFile[] = loose.map((picture) => ({ picture, name: picture.name }))
  for (const entry of entries) files.push(...(await filesOf(entry, false)))
  return { files, folder: entries.some((entry) => entry.isDirectory) }
}

async function filesOf(entry: FileSystemEntry, inside: boolean): Promise<TakenFile[]> {
  if (entry.isFile) {
    if (inside && (!ENDINGS.test(entry.name) || entry.name.startsWith('.'))) return []
    const picture = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ picture, name: picture.name }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: TakenFile[] = []
  for (;;) {
    // A reader gives a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return found
    for (const one of some) found.push(...(await filesOf(one, true)))
  }
}

export function filesOfFolder(list: FileList): TakenFile[] {
  return [...list]
    .filter(({ name }) => ENDINGS.test(name) && !name.startsWith('.'))
    .map((picture) => ({ picture, name: picture.name }))
}

export function filesOfPaste(data: DataTransfer | null): TakenFile[] {
  return [...(data?.files ?? [])].map((picture) => ({ picture, name: picture.name }))
}
