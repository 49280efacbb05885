import { z } from 'zod'
import { UUID } from '../../core/uuid.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, filledForm, freeText, typedIn } from '../../web/form.ts'
import type { FormState } from '../../web/form.ts'
import { periodShape, readPeriod } from '../../web/period.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import type { Reply } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { PageRequest, Route } from '../../web/route.ts'
import { showDayShort } from '../../web/days.ts'
import {
  decideJoining, effectOfEnding, effectOfJoining, effectOfRedating, joinGroup, leaveGroup, listMembers, redateMember,
} from './group-members.ts'
import type { ListedGroup, ListedMember } from './group-members.ts'
import { groupMessages } from './group-messages.ts'
import { groupOf, groupRefused, pick } from './group-routes.tsx'
import type { GroupSlice } from './group-routes.tsx'
import { groupPath } from './groups-page.tsx'
import { EditMemberPage, JoinPage, LeavePage, NewMemberPage, periodTyped, RedatePage } from './member-pages.tsx'

type Central = PageRequest<'central', { readonly group: string }>

/** The digest of the effect that was shown; empty where none has been yet. */
const digest = z.string().max(64).default('')
async function newMemberPage(slice: GroupSlice, request: Central, form: FormState): Promise<Reply> {
  const group = await groupOf(slice, request.params.group, request.today)
  if (group === null) return problem('notFound')
  const key = typedIn(form, 'person')
  const person = key === '' ? null : await pick(slice, request, key, slice.database.read)
  const [only] = person?.posts ?? []
  // Where there is one post there is nothing to choose.
  const filled = only === undefined || person!.posts.length > 1 || typedIn(form, 'post') !== '' ? form
    : { ...form, typed: { ...form.typed, post: [only.id] } }
  return page(<NewMemberPage request={request} form={filled} group={group} person={person} />)
}

function joiningRoutes(slice: GroupSlice): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET', path: '/manage/groups/:group/new-member', act: 'central',
      query: z.object({ person: z.string().regex(UUID).optional() }),
      handle: (request) => {
        const { person } = request.query
        return newMemberPage(slice, request, person === undefined ? EMPTY_FORM : filledForm({ person }))
      },
    }),
    route({
      method: 'POST', path: '/manage/groups/:group/new-member', act: 'central',
      form: (language) => z.object({
        person: z.string({ error: groupMessages(language).problems.person }).regex(UUID, groupMessages(language).problems.person),
        post: z.string({ error: groupMessages(language).problems.post }).regex(/^\d{1,18}$/, groupMessages(language).problems.post),
        ...periodShape(language), digest,
      }),
      handle: async (request) => {
        const { params, form, today, language, actor } = request
        const group = await groupOf(slice, params.group, today)
        const person = await pick(slice, request, form.person, database.read)
        if (group === null || person === null) return problem('notFound')
        const read = readPeriod(form, today, language)
        if ('problems' in read) return refused(read.problems)
        const wish = { person: person.id, post: form.post, ...read.period, reason: read.reason }
        const refusal = decideJoining(actor.personId, wish, person.posts.map((one) => one.id))
        if (refusal !== null && form.digest === '') return groupRefused(refusal, language)
        const shown = async (stale: boolean): Promise<Reply> => {
          const effect = await effectOfJoining(database.read, group.code, wish, today)
          return page(
            <JoinPage request={request} group={group} person={person} post={form.post} wish={wish} effect={effect} stale={stale} />)
        }
        if (form.digest === '') return shown(false)
        const result = await joinGroup(database, requestOrigin(request), actor, {
          group, wish, digest: form.digest, today, pick: (db) => pick(slice, request, form.person, db),
        })
        if ('done' in result) return redirect(`${groupPath(group.code)}?done=joined`)
        return result.refused === 'changedMeanwhile' ? shown(true) : groupRefused(result.refused, language)
      },
      again: (request, form) => newMemberPage(slice, request, form),
    }),
  ]
}

export type OnMember = PageRequest<'central', { readonly group: string; readonly id: string }>

/** The membership that the address names, or null. */
export async function memberOf(
  slice: GroupSlice, { params, today }: Pick<OnMember, 'params' | 'today'>,
): Promise<{ group: ListedGroup; member: ListedMember } | null> {
  const group = await groupOf(slice, params.group, today)
  if (group === null || !UUID.test(params.id)) return null
  const [member] = await listMembers(slice.database.read, group.code, today, { only: params.id })
  return member === undefined ? null : { group, member }
}

const version = z.coerce.number().int().min(1).max(30_000).catch(0)

function redatingRoutes(slice: GroupSlice): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET', path: '/manage/groups/:group/members/:id', act: 'central',
      handle: async (request) => {
        const found = await memberOf(slice, request)
        if (found === null) return problem('notFound')
        const { from, to, reason } = found.member
        const day = (value: string) => (value === '' ? '' : showDayShort(value, request.language))
        const typed = periodTyped({ from, to, reason })
        return page(<EditMemberPage request={request} form={filledForm({ ...typed, from: day(from), to: day(typed.to!) })} {...found} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/groups/:group/members/:id', act: 'central',
      form: (language) => z.object({ ...periodShape(language), version, digest }),
      handle: async (request) => {
        const { form, today, language, actor } = request
        const found = await memberOf(slice, request)
        if (found === null) return problem('notFound')
        const { group, member } = found
        const read = readPeriod(form, today, language, member.from)
        if ('problems' in read) return refused(read.problems)
        const wish = { ...read.period, reason: read.reason }
        const shown = async (stale: boolean): Promise<Reply> => {
          const effect = await effectOfRedating(database.read, member, wish, today)
          return page(<RedatePage request={request} group={group} member={member} wish={wish} effect={effect} stale={stale} />)
        }
        if (member.version !== form.version) return groupRefused('changedMeanwhile', language)
        if (member.person === actor.personId) return groupRefused('toSelf', language)
        if (member.state === 'suspended') return groupRefused('suspended', language)
        if (form.digest === '') return shown(false)
        const which = { group, id: member.id, version: form.version, digest: form.digest, today }
        const result = await redateMember(database, requestOrigin(request), actor, which, wish, member.person)
        if ('done' in result) return redirect(`${groupPath(group.code)}?done=changed`)
        return result.refused === 'changedMeanwhile' ? shown(true) : groupRefused(result.refused, language)
      },
      again: async (request, form) => {
        const found = await memberOf(slice, request)
        return found === null ? problem('notFound') : page(<EditMemberPage request={request} form={form} {...found} />)
      },
    }),
  ]
}

async function leavePage(slice: GroupSlice, request: OnMember, form: FormState): Promise<Reply> {
  const found = await memberOf(slice, request)
  if (found === null) return problem('notFound')
  const effect = await effectOfEnding(slice.database.read, found.member, request.today)
  return page(<LeavePage request={request} form={form} effect={effect} {...found} />)
}

/** Adding a member, editing the period, ending the membership: each shows first what it does. */
export function memberRoutes(slice: GroupSlice): Route[] {
  const { database } = slice
  return [
    ...joiningRoutes(slice), ...redatingRoutes(slice),
    route({
      method: 'GET', path: '/manage/groups/:group/members/:id/end', act: 'central',
      handle: (request) => leavePage(slice, request, EMPTY_FORM),
    }),
    route({
      method: 'POST', path: '/manage/groups/:group/members/:id/end', act: 'central',
      form: () => z.object({ note: freeText(500), version, digest }),
      handle: async (request) => {
        const { form, today, language, actor } = request
        const found = await memberOf(slice, request)
        if (found === null) return problem('notFound')
        const { group, member } = found
        const which = { group, id: member.id, version: form.version, digest: form.digest, today }
        const result = await leaveGroup(database, requestOrigin(request), actor, which, form.note, member.person)
        return 'done' in result ? redirect(`${groupPath(group.code)}?done=left`) : groupRefused(result.refused, language)
      },
      again: (request, form) => leavePage(slice, request, form),
    }),
  ]
}
