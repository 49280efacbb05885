// 「待辦事項」: roles at the centre that wait for a second administrator.
import { MOST_TODOS } from '../../web/todo.ts'
import { rolesWaiting } from './list-roles.ts'
import { rolePath } from './slice.ts'
import type { Reader } from '../../store/database.ts'
import type { TodoSource } from '../../web/todo.ts'

/** What other administrators have proposed, and the actor can decide on. */
export const roleTodos: TodoSource<Reader> = async (db, actor, today) => {
  if (!actor.roles.includes('central')) return []
  const waiting = await rolesWaiting(db, actor.personId, today, MOST_TODOS)
  return waiting.map(({ id, person, condition, updated }) => ({
    kind: condition === 'proposed' ? 'role.proposed' : 'role.ending-proposed',
    title: condition === 'proposed' ? { 'zh-TW': '總處角色待您同意', en: 'A role at the centre waits for you to agree' }
      : { 'zh-TW': '結束總處角色待您同意', en: 'The end of a role at the centre waits for you to agree' },
    detail: { 'zh-TW': person.name, en: person.name },
    href: rolePath(id),
    since: updated,
  }))
}
