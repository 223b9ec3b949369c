import { addPerson, listPeople, ROLE_NAMES } from '../auth'
import type { Core } from '../build-core'
import { ROLES, type Role } from '../kernel'
import { option, type Io, type Words } from './io'
import { wrong } from './usage'

const actor = { who: 'owner', from: 'command-line' }
const USAGE = `zhanggui person add --name N --roles ${ROLES.slice(1).join()} | person list`

/** `zhanggui person`: people who work here. The code that `add` prints sets their PIN on a paired station, once. */
export async function person(core: Core, words: Words, io: Io): Promise<number> {
  const [verb] = words.positionals
  if (verb === 'add') return personAdd(core, words, io)
  if (verb !== 'list')
    throw verb === undefined
      ? wrong('要做什么：add 加人，list 看看有谁？', 'Do what: add somebody, or list who is here?', USAGE)
      : wrong(`不认识「${verb}」。`, `“${verb}” is not known.`, USAGE)
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
  if (!name) throw wrong('加谁？加 --name 名字。', 'Whom? Add --name N.', USAGE)
  if (!roles)
    throw wrong('做什么的？加 --roles 角色。', 'What may they do? Add --roles R,R.', `--roles ${KNOWN}`)
  const given = roles.split(/[,，、]/).map(roleIn)
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

const KNOWN = ROLES.slice(1).map((role) => `${role} ${ROLE_NAMES[role]}`).join(', ') // prettier-ignore

/** By its id or its Chinese name. */
function roleIn(word: string): Role {
  const role = ROLES.find((one) => one === word.trim() || ROLE_NAMES[one] === word.trim())
  if (!role)
    throw wrong(`没有「${word.trim()}」这个角色。`, `There is no role “${word.trim()}”.`, `--roles ${KNOWN}`)
  return role
}
