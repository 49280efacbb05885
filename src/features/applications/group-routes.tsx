import { z } from 'zod'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { pickedPerson } from '../../store/people.ts'
import type { PickedPerson } from '../../store/people.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import type { Seal } from '../../store/seal.ts'
import type { PersonActor } from '../../web/actor.ts'
import { EMPTY_FORM, filledForm, optionalText, requiredText, typedIn } from '../../web/form.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import type { ProblemReply, RefusedReply } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { Route } from '../../web/route.ts'
import { GROUP_CODE } from './configuration.ts'
import { confirmingRoutes } from './confirm-member-routes.tsx'
import { createGroup, giveOtherName, listGroups, listMembers, MEMBERS_A_PAGE } from './group-members.ts'
import type { GroupRefusal, ListedGroup } from './group-members.ts'
import { groupMessages } from './group-messages.ts'
import { GroupPage, groupPath, GroupsPage, NewGroupPage, RenameGroupPage } from './groups-page.tsx'
import { agencyName } from './list-catalogue.ts'
import { memberRoutes } from './member-routes.tsx'

export type GroupSlice = { database: Database; seal: Seal }

/** The refusal as a form shows it, with the field that it is about; to whoever is of the centre no more, nothing is there. */
export function groupRefused(why: GroupRefusal, language: Language): RefusedReply | ProblemReply {
  if (why === 'notCentral') return problem('notFound')
  const field = ({ taken: 'code', unknownAgency: 'agency', postNotHeld: 'post', postNotChosen: 'post', already: 'from', beganAlready: 'from' } as
    Partial<Record<GroupRefusal, string>>)[why] ?? null
  return refused([{ field, message: groupMessages(language).refused[why] }])
}

/** The group of that code, or null. */
export async function groupOf({ database: { read } }: GroupSlice, code: string, today: Day): Promise<ListedGroup | null> {
  return GROUP_CODE.test(code) ? (await listGroups(read, today, code))[0] ?? null : null
}

/** The person of that key, with the posts that the centre may build on. */
export function pick(
  { seal }: GroupSlice, { actor, today }: { actor: PersonActor; today: Day }, key: string, db: Parameters<typeof pickedPerson>[0],
): Promise<PickedPerson | null> {
  return pickedPerson(db, seal, key, actor.authority, { day: today, known: 'now' })
}

const agencyCode = z.string().regex(/^[0-9A-Za-z]{10}$/)

function newGroupShape(language: Language) {
  const m = groupMessages(language).problems
  return z.object({
    agency: requiredText(m.agency, 10).refine((code) => agencyCode.safeParse(code).success, m.agency),
    code: requiredText(m.code, 64).refine((code) => GROUP_CODE.test(code), m.code),
    name: requiredText(m.name, 100),
  })
}

async function agencyIn(slice: GroupSlice, form: FormState, today: Day) {
  const name = await agencyName(slice.database.read, typedIn(form, 'agency'), today)
  return name === null ? null : { name, nameEn: null }
}

function makingRoutes(slice: GroupSlice): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET', path: '/manage/new-group', act: 'central', query: z.object({ agency: agencyCode.optional() }),
      handle: async (request) => {
        const { query: { agency }, today } = request
        const form = agency === undefined ? EMPTY_FORM : filledForm({ agency })
        return page(<NewGroupPage request={request} form={form} agency={await agencyIn(slice, form, today)} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/new-group', act: 'central', form: newGroupShape,
      handle: async (request) => {
        const { form, today, language, actor } = request
        const live = await agencyName(database.read, form.agency, today) !== null
        const result = await createGroup(database, requestOrigin(request), actor, form, { live, today })
        return 'done' in result ? redirect(`${groupPath(form.code)}?done=added`) : groupRefused(result.refused, language)
      },
      again: async (request, form) =>
        page(<NewGroupPage request={request} form={form} agency={await agencyIn(slice, form, request.today)} />),
    }),
    route({
      method: 'GET', path: '/manage/groups/:group/rename', act: 'central',
      handle: async (request) => {
        const group = await groupOf(slice, request.params.group, request.today)
        return group === null ? problem('notFound')
          : page(<RenameGroupPage request={request} form={filledForm({ name: group.name })} group={group} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/groups/:group/rename', act: 'central',
      form: (language) => z.object({ seen: optionalText(100), name: requiredText(groupMessages(language).problems.name, 100) }),
      handle: async (request) => {
        const { params: { group: code }, form, today, language, actor } = request
        if (await groupOf(slice, code, today) === null) return problem('notFound')
        const result = await giveOtherName(database, requestOrigin(request), actor, code, { ...form, today })
        return 'done' in result ? redirect(`${groupPath(code)}?done=renamed`) : groupRefused(result.refused, language)
      },
      again: async (request, form) => {
        const group = await groupOf(slice, request.params.group, request.today)
        return group === null ? problem('notFound') : page(<RenameGroupPage request={request} form={form} group={group} />)
      },
    }),
  ]
}

const doneShape = z.object({
  done: z.enum(['added', 'renamed', 'joined', 'changed', 'left', 'confirmed']).optional(), after: z.uuid().optional(),
})

/** 「權限群組」: named groups and their members. All of it is the centre's. */
export function groupRoutes(slice: GroupSlice): Route[] {
  const { database: { read } } = slice
  return [
    route({
      method: 'GET', path: '/manage/groups', act: 'central',
      handle: async (request) => page(<GroupsPage request={request} groups={await listGroups(read, request.today)} />),
    }),
    route({
      method: 'GET', path: '/manage/groups/:group', act: 'central', query: doneShape,
      handle: async (request) => {
        const { params, query: { done, after }, today, actor } = request
        const group = await groupOf(slice, params.group, today)
        if (group === null) return problem('notFound')
        const found = await listMembers(read, group.code, today, { after })
        const members = found.slice(0, MEMBERS_A_PAGE)
        await recordListSeen(slice.database, requestOrigin(request), actor.authority, {
          list: 'group-members', asOf: today, agency: group.agency, asked: { group: group.code }, rows: members.length,
        })
        const next = found.length > MEMBERS_A_PAGE ? members.at(-1)!.id : null
        return page(<GroupPage request={request} group={group} members={members} next={next} done={done} />)
      },
    }),
    ...makingRoutes(slice), ...memberRoutes(slice), ...confirmingRoutes(slice),
  ]
}
