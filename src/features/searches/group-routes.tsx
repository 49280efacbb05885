import { z } from 'zod'
import { change } from '../../store/change.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { reachedOf } from '../../store/scope.ts'
import { addressOf } from '../../web/address.ts'
import { readAskedDay, typedDay, unreadDay } from '../../web/asked-day.ts'
import { managedDefault } from '../../web/managed.ts'
import { FORMATS } from '../../web/export-reply.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { LONGEST_CURSOR } from './cursor.ts'
import { searchFile, waysOf } from './exports.ts'
import { everyMember, findMembers, visibleGroups } from './group-contents.ts'
import { DERIVED, GroupPage, GROUPS_PATH } from './group-page.tsx'
import { askedMoment } from './list-search.ts'
import { messages } from './messages.ts'
import { typedDayOf } from './parts.tsx'
import type { Format } from '../../web/export-reply.ts'
import type { AgencyNode } from '../../core/agency-tree.ts'
import type { Standing } from '../../core/standing.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { SearchRequest } from './exports.ts'
import type { GroupQuestion, NamedGroup, ShownMember } from './group-contents.ts'
import type { Asking } from './list-search.ts'
import type { Said } from './parts.tsx'
import type { SearchSlice } from './slice.ts'

const typed = z.string().max(100).default('').transform((text) => text.trim())
const cursor = z.string().max(LONGEST_CURSOR).default('')
const groupQuery = z.object({
  group: typed,
  agency: typed,
  below: z.literal('yes').optional(),
  asOf: typedDay,
  after: cursor,
  before: cursor,
  count: z.literal('yes').optional(),
})
type GroupQuery = z.output<typeof groupQuery>

const COLUMNS = [
  'agency_code', 'agency_name', 'person_key', 'name', 'national_id_masked', 'group', 'state', 'reason', 'from', 'until',
] as const

const saidOf = ({ group, agency, below }: GroupQuery, asOf: string): Said =>
  ({ group, agency: Object.hasOwn(DERIVED, group) ? agency : '', below: below ?? '', asOf })

type Read = {
  groups: NamedGroup[]
  rule: Standing | null
  node: AgencyNode | null
  question: GroupQuestion | null
  wrong: 'group' | 'agency' | null
}

/** What was asked, looked up: a group that is not there is one that may not be asked about, and so is an agency. */
async function readQuestion({ database }: SearchSlice, { group, agency, below }: GroupQuery, asking: Asking): Promise<Read> {
  const { authority, asOf, today } = asking
  const groups = await visibleGroups(database.read, asking)
  const rule = Object.hasOwn(DERIVED, group) ? DERIVED[group]! : null
  const nothing = { groups, rule, node: null, question: null, wrong: null }
  if (group === '') return nothing
  if (rule === null) {
    const named = groups.find(({ code }) => code === group)
    return named === undefined ? { ...nothing, wrong: 'group' } : { ...nothing, question: { of: 'named', group: named } }
  }
  if (agency === '') return nothing
  const node = (await reachedOf(database.read, authority, [agency], asOf, today)).get(agency)
  if (node === undefined) return { ...nothing, wrong: 'agency' }
  return { ...nothing, node, question: { of: 'derived', standing: rule, agency, below: below === 'yes' } }
}

const askedOf = ({ group, below }: GroupQuery) => ({ group, below: below === 'yes' })

async function groupPage(slice: SearchSlice, request: SearchRequest & { query: GroupQuery }): Promise<Reply> {
  const { actor, today, language } = request
  // The rule of a derived group comes with its people at the agency that management opens with.
  const opens = Object.hasOwn(DERIVED, request.query.group) && request.query.agency === '' ? managedDefault(actor) ?? '' : null
  const query = opens === null ? request.query : { ...request.query, agency: opens }
  const day = readAskedDay(query.asOf)
  if ('canonical' in day) return redirect(addressOf(GROUPS_PATH, saidOf(query, day.canonical)))
  const asOf = 'asked' in day ? day.asked : null
  const asking: Asking = { authority: actor.authority, today, language, asOf: askedMoment(asOf, today) }
  const m = messages(language)
  const { groups, rule, node, question, wrong } = await readQuestion(slice, query, asking)
  const said = saidOf(query, asOf ?? '')
  const shown = {
    request, groups, rule, said, asOf, agency: node,
    typed: { ...said, asOf: 'wrong' in day ? day.wrong : typedDayOf(asOf, language) },
  }
  const problems: FormProblem[] = [
    ...('wrong' in day ? [unreadDay(language)] : []),
    ...(wrong === null ? [] : [{ field: wrong, message: wrong === 'group' ? m.noGroup : m.noAgency }]),
  ]
  if (problems.length > 0 || question === null) {
    const status = 'wrong' in day ? 400 : wrong === null ? 200 : 404
    return page(<GroupPage {...shown} problems={problems} found={null} />, { status })
  }
  const counted = query.count === 'yes'
  const found = await findMembers(slice, question, asking, { ...query, counted })
  if (found === null) return problem('badRequest')
  if (found.members.length > 0) {
    await change(slice.database, requestOrigin(request), async () => ({ result: null, event: {
      code: 'search.list-seen', agency: node?.code ?? null,
      detail: {
        search: 'groups', asOf: asking.asOf.day, asked: askedOf(query), rows: found.members.length, ways: waysOf(actor),
      },
    } }))
  }
  return page(<GroupPage {...shown} problems={[]} found={{ question, page: found, counted }} />)
}

const lineOf = (group: string) => ({ agency, agencyName, person, state, why, from, until }: ShownMember) => ({
  agency_code: agency, agency_name: agencyName, person_key: person.key, name: person.name,
  national_id_masked: person.nationalIdMasked, group, state, reason: why, from, until,
})

async function exported(
  slice: SearchSlice, format: Format, request: SearchRequest & { query: GroupQuery },
): Promise<Reply> {
  const { query, actor: { authority }, today, language } = request
  const day = readAskedDay(query.asOf)
  if (!('asked' in day)) return problem('badRequest')
  const asking: Asking = { authority, today, language, asOf: askedMoment(day.asked, today) }
  const { question, node } = await readQuestion(slice, query, asking)
  if (question === null) return problem('notFound')
  const line = lineOf(question.of === 'named' ? question.group.code : question.standing)
  return searchFile(slice.database, request, {
    search: 'groups', format, asOf: asking.asOf, columns: COLUMNS, asked: askedOf(query), agency: node?.code ?? null,
    async* rows() {
      for await (const member of everyMember(slice, question, asking)) yield line(member)
    },
  })
}

/** 「權限群組內容查詢」, as a page and as two files. */
export function groupRoutes(slice: SearchSlice): Route[] {
  return [
    route({
      method: 'GET', path: GROUPS_PATH, act: 'manage', query: groupQuery, handle: (request) => groupPage(slice, request),
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `${GROUPS_PATH}.${format}`, act: 'manage', query: groupQuery,
      handle: (request) => exported(slice, format, request),
    })),
  ]
}
