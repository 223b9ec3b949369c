import { resolve } from 'node:path'
import { verifyBackup, WRONG_SUMS } from '../database'
import type { Io, Words } from './io'
import { proofSentence } from './proof-sentences'
import { wrong } from './usage'

/** `zhanggui verify FILE`: a backup is read from end to end in a copy; 1 when it cannot be relied on. */
export async function verify(words: Words, io: Pick<Io, 'out' | 'cwd' | 'json'>): Promise<number> {
  const [file] = words.positionals
  if (!file)
    throw wrong(
      '要验证哪一份？写出备份文件，备份在数据文件夹的 backups 里。',
      'Which backup? Name its file; backups lie in the folder backups of the data folder.',
      'zhanggui verify FILE',
    )
  const proof = await verifyBackup(resolve(io.cwd, file))
  if (io.json) io.out(`${JSON.stringify(proof)}\n`)
  else if (proof.problem === null)
    io.out(
      `✓ ${proof.orders} 单，历史 ${proof.sequence} 条，没有坏，没有被改过。\n  ${proof.orders} orders, ${proof.sequence} entries of history: whole and unaltered.\n`,
    )
  else {
    const [zh, en] = proofSentence(proof.problem)
    const [only, onlyEn] = proof.problem.startsWith(WRONG_SUMS)
      ? ['；没有更好的，restore 加 --as-is 照样能用', '; without a better one, restore takes it with --as-is']
      : ['', '']
    io.out(`✗ ${zh}。不要靠这一份，换一份再验${only}。\n  Do not rely on this one: ${en}. Take another backup${onlyEn}.\n`) // prettier-ignore
  }
  return proof.ok ? 0 : 1
}
