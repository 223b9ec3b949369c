import { createWorker, type Worker } from 'tesseract.js'
import { reasonOf } from '../kernel'
import { asPgm, type Box, type Grey } from './picture'

/** One word as read: Chinese signs often come one by one. */
export interface Word {
  readonly text: string
  /** 0–100, the reader's own opinion. */
  readonly confidence: number
  readonly box: Box
  /** Words of one line share it. */
  readonly line: string
}

/** Workers remember what they saw and grow: after so many pictures a new one is made. */
const RECYCLE_AFTER = 150

/**
 * The text readers of one helper: `page` for Chinese print, `numbers` for crops of digits and capitals.
 * Trained data come from a folder with both languages; nothing is fetched and nothing is cached elsewhere.
 */
export class TextReader implements AsyncDisposable {
  #page: Promise<Worker> | undefined
  #numbers: Promise<Worker> | undefined
  #reads = 0
  constructor(private readonly dataFolder: string) {}

  /** Reads a whole sheet, upright and without rules. */
  async page(picture: Grey): Promise<Word[]> {
    if (++this.#reads > RECYCLE_AFTER) await this.#recycle()
    this.#page ??= this.#open('chi_sim', { tessedit_pageseg_mode: '6', preserve_interword_spaces: '1' })
    return this.#read(await this.#page, picture)
  }

  /** Reads a column of number crops. */
  async numbers(picture: Grey): Promise<Word[]> {
    this.#numbers ??= this.#open('eng', {
      tessedit_pageseg_mode: '6',
      tessedit_char_whitelist: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.*/:',
    })
    return this.#read(await this.#numbers, picture)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#recycle()
  }

  async #open(language: string, parameters: Readonly<Record<string, string>>): Promise<Worker> {
    const worker = await createWorker(
      language,
      1,
      {
        langPath: this.dataFolder,
        gzip: true,
        cacheMethod: 'none',
        // Without it a damaged picture would end the whole process; the rejected promise says it already.
        errorHandler: () => undefined,
      },
      { load_system_dawg: '0', load_freq_dawg: '0', load_punc_dawg: '0', load_number_dawg: '0' },
    )
    await worker.setParameters({ ...parameters, user_defined_dpi: '250', tessedit_do_invert: '0' })
    return worker
  }

  async #read(worker: Worker, picture: Grey): Promise<Word[]> {
    try {
      const { data } = await worker.recognize(asPgm(picture), {}, { text: false, tsv: true })
      return wordsOf(data.tsv ?? '')
    } catch (error) {
      throw error instanceof Error ? error : new Error(reasonOf(error), { cause: error })
    }
  }

  async #recycle(): Promise<void> {
    this.#reads = 0
    const open = [this.#page, this.#numbers]
    this.#page = undefined
    this.#numbers = undefined
    for (const worker of open) await (await worker)?.terminate()
  }
}

/** Level 5 rows of the reader's table: page, block, paragraph, line, word, left, top, width, height, confidence, text. */
function wordsOf(tsv: string): Word[] {
  const words: Word[] = []
  for (const row of tsv.split('\n')) {
    const cells = row.split('\t')
    if (cells[0] !== '5' || cells.length < 12) continue
    const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = cells.slice(6, 11).map(Number)
    const text = cells.slice(11).join(' ').trim()
    if (text === '') continue
    words.push({
      text,
      confidence,
      box: { left, top, right: left + width, bottom: top + height },
      line: cells.slice(1, 5).join('.'),
    })
  }
  return words
}
