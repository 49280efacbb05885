import { z } from 'zod'
import { asOf } from '../../core/as-of.ts'
import { recordedRows } from '../../store/exported.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { centralAdministrators } from '../../store/managers.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { readAskedDay, typedDay } from '../../web/asked-day.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { EMPTY_FORM, freeText, versionField } from '../../web/form.ts'
import { periodShape, readPeriod } from '../../web/period.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { changeRole, proposeRole } from './change-role.ts'
import { findSubject } from './find-subject.ts'
import { countAgencies, listRoles, ROLE_SORTS, ROLES_SHOWN, roleToday } from './list-roles.ts'
import { dayOf } from './record-routes.tsx'
import { roleMessages } from './role-messages.ts'
import { NewRolePage, ROLE_DONE, roleDoneAt, RolePage } from './role-page.tsx'
import { roleProblem } from './role-refusals.ts'
import { findRole } from './role-rows.ts'
import { roleSaid, RolesPage } from './roles-page.tsx'
import { ROLES_PATH } from './slice.ts'
import type { Format } from '../../web/export-reply.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { RoleFilter } from './list-roles.ts'
import type { RoleDone } from './role-page.tsx'
import type { Managing, PeopleSlice } from './slice.ts'

const listQuery = z.object({
  shown: z.enum(ROLES_SHOWN).or(z.literal('').transform(() => 'current' as const)).default('current'),
  role: z.enum(['central', 'auditor', '']).default(''),
  sort: z.enum(ROLE_SORTS).default('name'),
  asOf: typedDay,
  after: z.string().max(36).default(''),
})
type ListQuery = z.output<typeof listQuery>
const filterOf = ({ shown, role, sort }: ListQuery): RoleFilter => ({ shown, role, sort })

async function rolesPage({ database }: PeopleSlice, request: Managing & { query: ListQuery }): Promise<Reply> {
  const { language, today, query, actor } = request
  const filter = filterOf(query)
  const day = dayOf(query.asOf, ROLES_PATH, language, roleSaid(filter, null))
  if ('to' in day) return redirect(day.to)
  const when = asOf(day.asOf ?? today, today)
  const found = await listRoles(database.read, filter, when, query.after)
  const administrators = await centralAdministrators(database.read, today)
  await recordListSeen(database, requestOrigin(request), actor.authority, {
    list: 'roles', asOf: when.day, asked: { state: filter.shown, role: filter.role }, rows: found.rows.length, agency: null,
  })
  return page(
    <RolesPage request={request} day={day} filter={filter} page={found} alone={administrators.length < 2} />,
    { status: day.wrong === null ? 200 : 400 },
  )
}

const COLUMNS = [
  'person_key', 'name', 'agency_name', 'role', 'from', 'until', 'state', 'reason', 'proposed_by', 'agreed_by', 'ending_proposed_by', 'updated',
] as const

function exported({ database }: PeopleSlice, format: Format, request: Managing & { query: ListQuery }): Reply {
  const { query, today, actor } = request
  const day = readAskedDay(query.asOf)
  if (!('asked' in day)) return problem('badRequest')
  const when = asOf(day.asked ?? today, today)
  const filter = filterOf(query)
  async function* rows() {
    for (let after: string | null = ''; after !== null;) {
      const found: Awaited<ReturnType<typeof listRoles>> = await listRoles(database.read, filter, when, after, 500)
      for (const { person, role, from, to, condition, reason, by, agreed, endingBy, updated } of found.rows) {
        yield {
          person_key: person.key, name: person.name, agency_name: person.agency, role, from, until: to, state: condition, reason,
          proposed_by: by, agreed_by: agreed, ending_proposed_by: endingBy, updated: updated.toISOString(),
        }
      }
      after = found.next
    }
  }
  const about = { list: 'roles', format, asOf: when, asked: { state: filter.shown, role: filter.role } }
  return exportReply(actor, {
    format, name: `roles-${when.day}`, columns: COLUMNS, rows: recordedRows(database, requestOrigin(request), actor.authority, about, rows),
  })
}

const personKey = z.string().max(36).default('')

async function newPage(slice: PeopleSlice, request: Managing, form: FormState, key: string): Promise<Reply> {
  const person = key === '' ? null : await findSubject(slice, request, key)
  return page(<NewRolePage request={request} form={form} person={person} />)
}

function newRoutes(slice: PeopleSlice): Route[] {
  const path = `${ROLES_PATH}/new` as const
  return [
    route({
      method: 'GET', path, act: 'central', fresh: true, query: z.object({ person: personKey }),
      handle: (request) => newPage(slice, request, EMPTY_FORM, request.query.person),
    }),
    route({
      method: 'POST', path, act: 'central', fresh: true,
      form: (language) => z.object({
        person: personKey, role: z.enum(['central', 'auditor'], roleMessages(language).roleMissing), ...periodShape(language),
      }),
      handle: async (request) => {
        const { form, language, today, actor } = request
        const m = roleMessages(language)
        const read = readPeriod(form, today, language)
        const person = form.person === '' ? null : await findSubject(slice, request, form.person)
        const problems = [
          ...(person === null ? [{ field: 'person', message: m.personMissing }] : []),
          ...('problems' in read ? read.problems : form.reason === '' ? [{ field: 'reason', message: m.noteMissing }] : []),
        ]
        if (person === null || 'problems' in read || problems.length > 0) return refused(problems)
        const wish = { person: person.id, role: form.role, ...read.period, reason: form.reason, today }
        const answer = await proposeRole(slice.database, requestOrigin(request), actor, wish)
        if (!('refused' in answer)) return redirect(roleDoneAt(answer.id, 'proposed'))
        return answer.refused === 'notCentral' ? problem('notFound') : refused([roleProblem(answer.refused, language, { fields: true })])
      },
      again: (request, form) => newPage(slice, request, form, form.typed.person?.[0] ?? ''),
    }),
  ]
}

async function rolePage({ database: { read } }: PeopleSlice, request: Managing, id: string, form: FormState, done: RoleDone | null) {
  const { today, actor } = request
  const [role, found] = await Promise.all([roleToday(read, id, today), findRole(read, id)])
  if (role === null || found === null) return problem('notFound')
  const administrators = await centralAdministrators(read, today)
  const agencies = await countAgencies(read, today)
  const proposer = (role.condition === 'ending' ? found.endingBy : found.givenBy) === actor.personId
  return page(
    <RolePage
      request={request} role={role} form={form} proposer={proposer} agencies={agencies} done={done}
      others={administrators.filter((one) => one !== role.person.id).length}
    />,
  )
}

function roleRoute(slice: PeopleSlice): Route[] {
  const path = `${ROLES_PATH}/:id` as const
  return [
    route({
      method: 'GET', path, act: 'central', fresh: true, query: z.object({ done: z.enum(ROLE_DONE).optional() }),
      handle: (request) => rolePage(slice, request, request.params.id, EMPTY_FORM, request.query.done ?? null),
    }),
    route({
      method: 'POST', path, act: 'central', fresh: true,
      form: () => z.object({ act: z.enum(['agree', 'decline', 'end', 'agreeToEnd', 'keep']), version: versionField, note: freeText(500) }),
      handle: async (request) => {
        const { form: { act, version, note }, language, today, actor, params: { id } } = request
        if (act === 'end' && note === '') return refused([{ field: 'note', message: roleMessages(language).noteMissing }])
        const there = await findRole(slice.database.read, id)
        const answer = await changeRole(slice.database, requestOrigin(request), actor, { id, version, act, note, today })
        if ('refused' in answer) {
          return answer.refused === 'notFound' || answer.refused === 'notCentral' ? problem('notFound') : refused([roleProblem(answer.refused, language)])
        }
        // Who has laid down the role may not look at it any more.
        if (act === 'end' && there?.person === actor.personId) return redirect('/applications')
        return redirect(roleDoneAt(id, act))
      },
      again: (request, form) => rolePage(slice, request, request.params.id, form, null),
    }),
  ]
}

/** 「總處角色」: R-CEN-1. */
export function roleRoutes(slice: PeopleSlice): Route[] {
  return [
    route({ method: 'GET', path: ROLES_PATH, act: 'central', query: listQuery, handle: (request) => rolesPage(slice, request) }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `${ROLES_PATH}.${format}`, act: 'central', query: listQuery, handle: (request) => exported(slice, format, request),
    })),
    ...newRoutes(slice), ...roleRoute(slice),
  ]
}
