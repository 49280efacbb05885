import { z } from 'zod'
import { asOf } from '../../core/as-of.ts'
import { whyNothingToGive } from '../../core/granting.ts'
import { recordedRows } from '../../store/exported.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { manageAgency } from '../../store/managing.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { keepQuery, readQuery } from '../../store/session-queries.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { EMPTY_FORM, optionalDay, optionalText, typedIn } from '../../web/form.ts'
import { managedDefault } from '../../web/managed.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { agencyCode, applicationCode, categoryCode, groupCode, listQuery, standing, uuid } from './addresses.ts'
import { ChoosePage } from './choose-page.tsx'
import { exportColumns, exportRows } from './export-grants.ts'
import { listPath } from './grant-parts.tsx'
import { GrantsPage } from './grants-page.tsx'
import { listAddress } from './list-address.ts'
import { applicationsAt } from './list-applications.ts'
import { listGrants, SHOWN, SORTED } from './list-grants.ts'
import { findGroup, isGranted, membersByStanding, membersOfGroup } from './list-members.ts'
import { findApplication } from './load-granting.ts'
import { MembersPage } from './members-page.tsx'
import type { Database } from '../../store/database.ts'
import type { Managed } from '../../store/managing.ts'
import type { Format } from '../../web/export-reply.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { PageRequest, Route } from '../../web/route.ts'
import type { ListQuery } from './addresses.ts'
import type { ManageRequest } from './grant-parts.tsx'
import type { ListAddress } from './list-address.ts'

/** The kind under which a filter by name is kept with the session. */
const QUERY_KIND = 'grants'

const pageAgency = ({ agency: { code, name } }: Managed) => ({ code, name })

/** What an address asks for, with the name that is kept under its number; null: nothing is kept there (any more). */
async function readAddress(
  { read }: Database, { actor, today }: ManageRequest, asked: ListQuery, agency: string, application: string,
): Promise<ListAddress | null> {
  const kept = asked.query === undefined ? { text: '' } : await readQuery(read, actor.sessionId, QUERY_KIND, asked.query)
  const text = z.object({ text: z.string() }).safeParse(kept)
  if (!text.success) return null
  const { category = null, state: shown, sort, dir, asOf: day, query = '' } = asked
  return {
    filter: { agency, application, category, shown, text: text.data.text, sort, descending: dir === 'desc' }, query, asOf: day === today ? null : day,
  }
}

/** What the list was narrowed to, as events tell it: that a name was asked for, never which. */
const askedOf = ({ filter: { category, shown, text } }: ListAddress) =>
  ({ category: category ?? '', state: shown, name: text !== '' })

async function showList(database: Database, request: PageRequest<'manage'>, asked: ListQuery, form: FormState): Promise<Reply> {
  const { actor, today } = request
  const { read } = database
  const code = asked.agency ?? managedDefault(actor)
  if (code === null) return redirect('/switch?next=%2Fmanage%2Fgrants')
  const managed = await manageAgency(read, actor.authority, code, today)
  if (managed === null) return problem('notFound')
  const agency = pageAgency(managed)
  if (asked.application === undefined) {
    return page(<ChoosePage request={request} agency={agency} applications={await applicationsAt(read, code, today)} />)
  }
  const application = await findApplication(read, asked.application)
  if (application === null) return problem('notFound')
  const address = await readAddress(database, request, asked, code, application.code)
  if (address === null) return redirect(listPath(code, application.code))
  const grants = await listGrants(read, address.filter, asOf(address.asOf ?? today, today), asked.after)
  await recordListSeen(database, requestOrigin(request), actor.authority, {
    list: 'grants', asOf: address.asOf ?? today, agency: code, application: application.code,
    asked: askedOf(address),
    rows: grants.grants.filter(({ receiver }) => receiver.to === 'person').length,
  })
  const giver = { person: actor.personId, authority: actor.authority, posts: [], groups: [] }
  const cannotAdd = whyNothingToGive({ giver, agency: code, application, tree: managed.tree })
  return page(<GrantsPage
    request={request} agency={agency} application={application} address={address} grants={grants} form={form}
    done={asked.done ?? null} cannotAdd={cannotAdd}
  />)
}

const emptyQuery = z.object(listQuery)

function listRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/grants',
      act: 'manage',
      query: z.object(listQuery),
      handle: (request) => showList(database, request, request.query, EMPTY_FORM),
    }),
    // The filter: a name is kept with the session, and the address holds its number.
    route({
      method: 'POST',
      path: '/manage/grants',
      act: 'manage',
      form: (language) => z.object({
        agency: agencyCode, application: applicationCode, text: optionalText(100), asOf: optionalDay(language),
        category: categoryCode.or(z.literal('')).default(''), state: z.enum(SHOWN).or(z.literal('')).default('current'),
        sort: z.enum(SORTED).default('category'), dir: z.enum(['asc', 'desc']).default('asc'),
      }),
      handle: async ({ actor, today, form }) => {
        const { agency, application, text, category, state, sort, dir, asOf: day } = form
        const kept = text === '' ? '' : await keepQuery(database.unaudited, actor.sessionId, QUERY_KIND, { text })
        return redirect(listAddress({
          query: kept, asOf: day === today ? null : day, filter: {
            agency, application, category: category === '' ? null : category, shown: state === '' ? 'current' : state, text, sort,
            descending: dir === 'desc',
          },
        }))
      },
      again: (request, form) => {
        const read = emptyQuery.safeParse({ agency: typedIn(form, 'agency'), application: typedIn(form, 'application') })
        return read.success ? showList(database, request, read.data, form) : problem('badRequest')
      },
    }),
  ]
}

function exportRoute(database: Database, format: Format): Route {
  const { read } = database
  return route({
    method: 'GET',
    path: `/manage/grants.${format}`,
    act: 'manage',
    query: z.object({ ...listQuery, agency: agencyCode, application: applicationCode }),
    handle: async (request) => {
      const { actor, today, query } = request
      const managed = await manageAgency(read, actor.authority, query.agency, today)
      if (managed === null) return problem('notFound')
      const application = await findApplication(read, query.application)
      const address = application === null ? null
        : await readAddress(database, request, query, query.agency, application.code)
      if (application === null || address === null) return problem('notFound')
      const when = asOf(address.asOf ?? today, today)
      const about = { agency: query.agency, application: application.code }
      return exportReply(actor, {
        format, name: `grants-${query.agency}-${application.code}`, columns: exportColumns,
        rows: recordedRows(
          database, requestOrigin(request), actor.authority,
          { list: 'grants', format, asOf: when, asked: askedOf(address), ...about },
          () => exportRows(read, address.filter, when, managed.agency.name),
        ),
      })
    },
  })
}

/** A page of members, whose showing is an event. */
async function showMembers(
  database: Database, request: PageRequest<'manage'>, shown: Omit<Parameters<typeof MembersPage>[0], 'request'>,
): Promise<Reply> {
  const { whose, members, agency, application } = shown
  await recordListSeen(database, requestOrigin(request), request.actor.authority, {
    list: 'grant-members', asOf: request.today, agency: agency.code, application, rows: members.members.length,
    asked: 'standing' in whose ? { standing: whose.standing } : { group: whose.group.code },
  })
  return page(<MembersPage request={request} {...shown} />)
}

function membersRoute(database: Database): Route {
  const { read } = database
  return route({
    method: 'GET',
    path: '/manage/grants/members',
    act: 'manage',
    query: z.object({
      agency: agencyCode, application: applicationCode, standing: standing.optional(), group: groupCode.optional(),
      after: uuid.or(z.literal('')).default(''),
    }),
    handle: async (request) => {
      const { actor, today, query: { agency: code, application, standing: asked, group: groupAsked, after } } = request
      const managed = await manageAgency(read, actor.authority, code, today)
      if (managed === null || await findApplication(read, application) === null) return problem('notFound')
      const shown = { agency: pageAgency(managed), application }
      if (asked !== undefined) {
        const members = await membersByStanding(read, code, asked, today, after)
        return showMembers(database, request, { ...shown, whose: { standing: asked }, members })
      }
      const group = groupAsked === undefined ? null : await findGroup(read, groupAsked, today)
      if (group === null) return problem('notFound')
      // Who is in it concerns whoever manages the group's own agency, or an agency where it has been given something.
      const may = await isGranted(read, code, application, group.code, today)
        || await manageAgency(read, actor.authority, group.agency, today) !== null
      if (!may) return problem('notFound')
      return showMembers(database, request, {
        ...shown, whose: { group }, members: await membersOfGroup(read, group.code, today, after),
      })
    },
  })
}

/** The list of grants, its export, and who is in a group of it. */
export function grantListRoutes(database: Database): Route[] {
  return [...listRoutes(database), ...FORMATS.map((format) => exportRoute(database, format)), membersRoute(database)]
}
