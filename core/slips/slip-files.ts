import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '../kernel'

/** What a folder is searched for; a file that is named outright is always tried. */
const ENDINGS = /\.(jpe?g|png|webp|tiff?|gif|bmp|hei[cf]|avif|pdf)$/i

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refusal('file-missing', { file: path })
    throw error
  }
}

/** The files meant by a list of files and folders, folders searched through, sorted by name. */
export async function slipFilesIn(paths: readonly string[]): Promise<string[]> {
  const files: string[] = []
  for (const path of paths) {
    if (!(await isFolder(path))) {
      files.push(path)
      continue
    }
    const inside = await readdir(path, { recursive: true, withFileTypes: true })
    files.push(
      ...inside
        .filter((entry) => entry.isFile() && ENDINGS.test(entry.name) && !entry.name.startsWith('.'))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort(),
    )
  }
  return files
}
