import { createHmac } from 'node:crypto'
import type { Tx } from '../database'
import { canonicalJson, contentHash, redact, Refusal, type SecretBox } from '../kernel'

export interface Command {
  /** Made by the client: a repeat after a lost answer carries the same. */
  readonly commandId: string
  readonly name: string
  readonly input: unknown
  /**
   * Given where input or result are secret: the result is stored sealed and the input compared by a keyed hash.
   * Without it, values under secret-sounding names are left out of the comparison, so that no hash of a PIN is kept.
   */
  readonly secrets?: SecretBox
}

const DRAWER = 'commands'

/**
 * Runs a command's body once: its result is stored in the same transaction, and a repeat returns it.
 * `Refusal('command-id-reused')` when the id came before with another name or input.
 * The result must be JSON (or nothing).
 */
export async function once<T>(tx: Tx, command: Command, body: () => Promise<T>): Promise<T> {
  const inputHash = hashOf(command)
  // Placed first: on PostgreSQL a simultaneous repeat waits here until the first has committed.
  const first = await tx.run(
    `insert into commands (id, name, input_hash, result, at) values (?, ?, ?, '', ?) on conflict (id) do nothing`,
    [command.commandId, command.name, inputHash, tx.now],
  )
  if (first === 0) return repeat<T>(tx, command, inputHash)
  const result = await body()
  const text = JSON.stringify(result) ?? ''
  const stored = command.secrets && text ? command.secrets.sealIn(DRAWER, text).toString('base64') : text
  if (stored) await tx.run('update commands set result = ? where id = ?', [stored, command.commandId])
  return result
}

async function repeat<T>(tx: Tx, command: Command, inputHash: string): Promise<T> {
  const row = await tx.get<{ name: string; input_hash: string; result: string }>(
    'select name, input_hash, result from commands where id = ?',
    [command.commandId],
  )
  if (row?.name !== command.name || row.input_hash !== inputHash)
    throw new Refusal('command-id-reused', { command: command.name })
  const text =
    command.secrets && row.result
      ? command.secrets.openFrom(DRAWER, Buffer.from(row.result, 'base64'))
      : row.result
  return (text ? JSON.parse(text) : undefined) as T // what the same body returned the first time
}

function hashOf({ input, secrets }: Command): string {
  if (secrets)
    return createHmac('sha256', secrets.drawerKey(DRAWER))
      .update(canonicalJson(input) ?? '')
      .digest('hex')
  return contentHash(canonicalJson(redact(input)) ?? '')
}
