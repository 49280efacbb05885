import { z } from 'zod'
import type { MembershipRefusal } from '../../core/memberships.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import type { FormState } from '../../web/form.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import type { Reply } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { Route } from '../../web/route.ts'
import { ConfirmMemberPage } from './confirm-member-page.tsx'
import { confirmMember } from './decide-member.ts'
import { effectOfConfirming } from './group-members.ts'
import type { GroupRefusal } from './group-members.ts'
import { groupRefused, pick } from './group-routes.tsx'
import type { GroupSlice } from './group-routes.tsx'
import { groupPath } from './groups-page.tsx'
import { memberOf } from './member-routes.tsx'
import type { OnMember } from './member-routes.tsx'

/** As the group's pages say it. All groups are the centre's here, so whose group it is not is of the centre no more. */
const SAID: Readonly<Record<MembershipRefusal, GroupRefusal>> = {
  noHolder: 'gone', agencyNotManaged: 'notCentral', isOver: 'gone', lapsed: 'gone', toSelf: 'confirmsOwn', memberNotFound: 'noPost',
  postNotChosen: 'postNotChosen', postNotHeld: 'postNotHeld', notSuspended: 'changedMeanwhile', changedMeanwhile: 'changedMeanwhile',
}

async function confirmPage(slice: GroupSlice, request: OnMember, form: FormState): Promise<Reply> {
  const found = await memberOf(slice, request)
  if (found === null) return problem('notFound')
  const { group, member } = found
  // Decided meanwhile, or never suspended; a form that was refused is shown, for that is what its problem tells.
  if (member.state !== 'suspended' && form.problems.length === 0) return redirect(groupPath(group.code))
  const { database: { read } } = slice
  const posts = (await pick(slice, request, member.key, read))?.posts ?? []
  const [first] = posts
  const effect = first === undefined ? null : await effectOfConfirming(read, member, first.id, request.today)
  return page(<ConfirmMemberPage request={request} form={form} group={group} member={member} posts={posts} effect={effect} />)
}

const version = z.coerce.number().int().min(1).max(30_000).catch(0)
const post = z.string().regex(/^\d{1,18}$/).optional().catch(undefined)

/** 「確認」: a suspended membership comes to rest on a post held now (R-JML-2). */
export function confirmingRoutes(slice: GroupSlice): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/groups/:group/members/:id/confirm', act: 'central',
      handle: (request) => confirmPage(slice, request, EMPTY_FORM),
    }),
    route({
      method: 'POST', path: '/manage/groups/:group/members/:id/confirm', act: 'central', form: () => z.object({ version, post }),
      handle: async (request) => {
        const { form, today, language, actor, params: { group, id } } = request
        if (await memberOf(slice, request) === null) return problem('notFound')
        const on = { id, version: form.version, post: form.post ?? null, today }
        const result = await confirmMember(slice.database, requestOrigin(request), actor, on)
        return 'done' in result ? redirect(`${groupPath(group)}?done=confirmed`) : groupRefused(SAID[result.refused], language)
      },
      again: (request, form) => confirmPage(slice, request, form),
    }),
  ]
}
