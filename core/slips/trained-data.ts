import { copyFile, mkdir, rename, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const LANGUAGES = ['chi_sim', 'eng'] as const
const VERSION = '1.0.0-best-int'

/**
 * A folder with the trained data of both languages, as the text reader wants them: the npm packages keep them
 * apart. Copied once under `cacheFolder` (the data folder's `cache`, else the system's scratch folder).
 */
export async function trainedData(cacheFolder: string = tmpdir()): Promise<string> {
  const require = createRequire(import.meta.url)
  const folder = join(cacheFolder, `zhanggui-tessdata-${VERSION}`)
  await mkdir(folder, { recursive: true })
  for (const language of LANGUAGES) {
    const name = `${language}.traineddata.gz`
    const from = join(
      dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)),
      '4.0.0_best_int',
      name,
    )
    const to = join(folder, name)
    if (await sameSize(from, to)) continue
    // Under a name of its own, then renamed: two helpers that start together never see half a file.
    const half = `${to}.${process.pid}`
    await copyFile(from, half)
    await rename(half, to)
  }
  return folder
}

async function sameSize(from: string, to: string): Promise<boolean> {
  const size = (await stat(from)).size
  return stat(to).then((found) => found.size === size, () => false) // prettier-ignore
}
