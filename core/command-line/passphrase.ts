import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Refusal } from '../kernel'
import { option, type Words } from './io'

/** Where a passphrase can come from besides a file. Never from an argument: those stay in the shell's history. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
}

const QUESTION =
  '找回口令（八个词，输入时不显示）/ recovery passphrase (eight words, not shown while you type): '

/** Did the person name a source, so that nothing need be asked? */
export function passphraseGiven(words: Words, terminal: Terminal): boolean {
  return option(words, 'passphrase-file') !== undefined || !!terminal.env['ZHANGGUI_PASSPHRASE']
}

/**
 * The passphrase from `--passphrase-file F` (`-` = standard input), else from ZHANGGUI_PASSPHRASE, else asked for on
 * the terminal without echo. `Refusal('passphrase-needed')` where there is nobody to ask or the answer is empty.
 */
export async function readPassphrase(words: Words, terminal: Terminal): Promise<string> {
  const found = (await fromSource(words, terminal)).trim()
  if (found === '') throw new Refusal('passphrase-needed')
  return found
}

async function fromSource(words: Words, terminal: Terminal): Promise<string> {
  const file = option(words, 'passphrase-file')
  if (file === '-') return text(terminal.stdin)
  if (file !== undefined) return readGiven(resolve(terminal.cwd, file))
  const set = terminal.env['ZHANGGUI_PASSPHRASE']
  if (set) return set
  return terminal.stdin.isTTY ? askUnseen(terminal) : ''
}

async function readGiven(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refusal('file-missing', { file })
    throw error
  }
}

/** A line typed on the terminal; what is typed goes to nobody's screen. */
function askUnseen({ stdin, stderr }: Terminal): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 })
  stderr.write(QUESTION)
  return new Promise((done) => {
    let answer = ''
    lines.once('line', (line) => {
      answer = line
      lines.close()
    })
    lines.once('SIGINT', () => lines.close())
    lines.once('close', () => {
      stderr.write('\n')
      done(answer)
    })
  })
}
