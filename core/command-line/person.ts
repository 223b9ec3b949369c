import { addPerson, listPeople } from '../auth'
import type { Core } from '../build-core'
import { ROLES, type Role } from '../kernel'
import { option, Usage, type Io, type Words } from './io'

const actor = { who: 'owner', from: 'command-line' }
const USAGE = `zhanggui person add --name N --roles ${ROLES.slice(1).join()} | person list`

/** `zhanggui person`: people who work here. The code that `add` prints sets their PIN on a paired station, once. */
export async function person(core: Core, words: Words, io: Io): Promise<number> {
  const [verb] = words.positionals
  if (verb === 'add') return personAdd(core, words, io)
  if (verb !== 'list') throw new Usage(USAGE)
  const people = await listPeople(core.database.read, core.clock.now())
  io.out(
    io.json
      ? `${JSON.stringify(people)}\n`
      : people.map(({ id, name, roles, hasPin }) => `${id}\t${name}\t${roles.join()}\t${hasPin ? 'PIN' : '—'}\n`).join(''),
  ) // prettier-ignore
  return 0
}

async function personAdd(core: Core, words: Words, io: Io): Promise<number> {
  const [name, roles] = [option(words, 'name'), option(words, 'roles')]
  if (!name || !roles) throw new Usage(USAGE)
  const given = roles.split(',').map(roleIn)
  const added = await core.database.withTx(actor, (tx) =>
    addPerson(tx, core.box, { name, roles: given, pin: null }),
  )
  const code = added.code?.code ?? ''
  io.out(
    io.json
      ? `${JSON.stringify({ id: added.id, code, until: new Date(added.code?.until ?? 0).toISOString() })}\n`
      : `${added.id}  ${name}\n一次性码（24 小时内，在配对过的设备上设 PIN）/ one-time code (24 hours, sets a PIN on a paired device):\n  ${code}\n`,
  )
  return 0
}

function roleIn(word: string): Role {
  const role = ROLES.find((one) => one === word.trim())
  if (!role) throw new Usage(`--roles ${word}: ${ROLES.slice(1).join()}`)
  return role
}
