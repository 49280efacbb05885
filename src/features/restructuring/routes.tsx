import { sql } from 'kysely'
import { z } from 'zod'
import { listAccessAfter } from '../../store/access-after.ts'
import { applicationNames } from '../../store/application-names.ts'
import type { Right } from '../../store/access-difference.ts'
import { change } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, freeText, versionField } from '../../web/form.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { PageRequest, Route } from '../../web/route.ts'
import { AffectedPage, EffectPage, StepPage } from './effect-pages.tsx'
import type { AffectedRow } from './effect-pages.tsx'
import { countDecided, DECIDED, mappedDecisions, mappedPosts, postGroups, putRule } from './mapping.ts'
import type { Rule } from './mapping.ts'
import { DecisionsPage, PersonsPage, PostsPage, readRule } from './mapping-pages.tsx'
import type { MappingOf } from './mapping-pages.tsx'
import { approvePlan, editPlan, returnPlan, sendPlan, undoPlan, withdrawPlan } from './plan-acts.ts'
import { effectOf } from './plan-effect.ts'
import { afterAct, didAddress, planNames, planOf, planRoutes } from './plan-routes.tsx'
import { planPath } from './parts.tsx'
import { planChange } from './world.ts'

type Asked = PageRequest<'central'> & { params: { id: string; code: string } }

async function mappingOf(database: Database, { params: { id, code } }: Asked): Promise<MappingOf | null> {
  const plan = await planOf(database, id)
  const agency = plan?.agencies.find((one) => one.code === code)
  if (plan === null || agency?.role !== 'ends') return null
  return { plan, agency: code, successors: agency.successors, names: await planNames(database, plan) }
}

const saved = z.literal('yes').optional()
const key = z.string().max(250)
const unitShape = z.object({ unit: key.default(''), titles: z.literal('yes').optional(), after: key.default(''), saved })
const personShape = z.object({ unit: key, title: key, after: z.string().regex(/^\d{0,18}$/).default(''), saved })
const thingShape = z.object({ thing: z.enum(DECIDED).default('grant'), after: key.default(''), saved })
const ruleForm = () => z.object({ version: versionField, rule: z.array(z.string().max(2_500)) })

const POSTS = ['post', 'title', 'unit', 'rest']

/** Writes the rules of a page that are other than they were; to one of the successors, or to nowhere. */
async function saveRules(database: Database, request: Asked & { form: { version: number; rule: string[] } }, to: `/${string}`) {
  const { params: { id, code }, form: { version, rule }, actor, today, language } = request
  const of = await mappingOf(database, request)
  if (of === null) return problem('notFound')
  const rules = rule.map(readRule).filter((one): one is Rule => one !== null && [...POSTS, ...DECIDED].includes(one.thing)
    && (one.successors ?? []).every((successor) => of.successors.includes(successor)))
  const result = await editPlan(database, requestOrigin(request), actor, { id, version }, today, () => ({
    what: 'mapping', before: { agency: code },
    after: { agency: code, ...Object.fromEntries(rules.filter(({ successors }) => successors !== null).slice(0, 100)
      .map((one) => [`${one.thing} ${one.key.replaceAll('\t', ' ')}`.slice(0, 100), one.successors!.join(' ')])) },
    write: async (tx) => { for (const one of rules) await putRule(tx, id, code, one) },
  }))
  return afterAct(result, id, language, to)
}

function mappingRoutes(database: Database): Route[] {
  const { read } = database
  const base = ({ params: { id, code } }: Asked) => `${planPath(id)}/agencies/${code}` as const
  return [
    route({
      method: 'GET', path: '/manage/restructurings/:id/agencies/:code/posts', act: 'central', query: unitShape,
      handle: async (request) => {
        const of = await mappingOf(database, request)
        if (of === null) return problem('notFound')
        const { unit, titles, after, saved: done } = request.query
        const where = { id: of.plan.id, day: of.plan.day, agency: of.agency }
        const groups = await postGroups(read, where, titles === undefined ? null : unit, after)
        const { rows: [rest] } = await sql<{ successors: string[] }>`select successors from restructuring_rule
          where restructuring_id = ${of.plan.id} and agency_code = ${of.agency} and thing = 'rest'`.execute(read)
        return page(<PostsPage request={request} of={of} saved={done !== undefined} unit={titles === undefined ? null : unit} rest={rest?.successors ?? null} {...groups} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/restructurings/:id/agencies/:code/posts', act: 'central', query: unitShape, form: ruleForm,
      handle: (request) => {
        const { unit, titles } = request.query
        const at = new URLSearchParams({ ...(titles === undefined ? {} : { unit, titles }), saved: 'yes' })
        return saveRules(database, request, `${base(request)}/posts?${at}`)
      },
      again: (request) => redirect(`${base(request)}/posts`),
    }),
    route({
      method: 'GET', path: '/manage/restructurings/:id/agencies/:code/persons', act: 'central', query: personShape,
      handle: async (request) => {
        const of = await mappingOf(database, request)
        if (of === null) return problem('notFound')
        const { unit, title, after, saved: done } = request.query
        const posts = await mappedPosts(read, { id: of.plan.id, day: of.plan.day, agency: of.agency }, { unit, title }, after)
        await recordListSeen(database, requestOrigin(request), request.actor.authority, {
          list: 'restructuring-posts', asOf: of.plan.day, asked: { restructuring: of.plan.id }, rows: posts.posts.length, agency: of.agency,
        })
        return page(<PersonsPage request={request} of={of} saved={done !== undefined} unit={unit} title={title} {...posts} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/restructurings/:id/agencies/:code/persons', act: 'central', query: personShape, form: ruleForm,
      handle: (request) => {
        const { unit, title } = request.query
        return saveRules(database, request, `${base(request)}/persons?${new URLSearchParams({ unit, title, saved: 'yes' })}`)
      },
      again: (request) => redirect(`${base(request)}/posts`),
    }),
    route({
      method: 'GET', path: '/manage/restructurings/:id/agencies/:code/decisions', act: 'central', query: thingShape,
      handle: async (request) => {
        const of = await mappingOf(database, request)
        if (of === null) return problem('notFound')
        const { thing, after, saved: done } = request.query
        const where = { id: of.plan.id, day: of.plan.day, agency: of.agency }
        const [counts, decisions] = [await countDecided(read, where), await mappedDecisions(read, where, thing, after)]
        return page(<DecisionsPage request={request} of={of} saved={done !== undefined} thing={thing} counts={counts} {...decisions} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/restructurings/:id/agencies/:code/decisions', act: 'central', query: thingShape, form: ruleForm,
      handle: (request) => saveRules(database, request, `${base(request)}/decisions?${new URLSearchParams({ thing: request.query.thing, saved: 'yes' })}`),
      again: (request) => redirect(`${base(request)}/decisions`),
    }),
  ]
}

const NAMES_A_PAGE = 25
const affectedShape = z.object({
  application: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$/), side: z.enum(['gained', 'lost']), after: z.string().regex(/^[0-9A-Z]{10}_\d{1,18}_[a-z0-9-]{1,32}$/).optional(),
})

function effectRoutes(database: Database): Route[] {
  const { read } = database
  const codesIn = ({ effect, problems }: Awaited<ReturnType<typeof effectOf>>): string[] => [
    ...(effect?.managers.gaining.agencies ?? []), ...(effect?.managers.losing.agencies ?? []), ...problems.map(({ detail }) => detail).filter((one) => /^[0-9A-Z]{10}$/.test(one)),
  ]
  return [
    route({
      method: 'GET', path: '/manage/restructurings/:id/effect', act: 'central',
      handle: async (request) => {
        const plan = await planOf(database, request.params.id)
        if (plan === null) return problem('notFound')
        const drawn = await effectOf(database, plan, request.today)
        return page(<EffectPage request={request} plan={plan} drawn={drawn} names={await planNames(database, plan, codesIn(drawn))} called={await applicationNames(read)} />)
      },
    }),
    route({
      method: 'GET', path: '/manage/restructurings/:id/effect/people', act: 'central', query: affectedShape,
      handle: async (request) => {
        const { params: { id }, query: { application, side, after }, today } = request
        const plan = await planOf(database, id)
        if (plan === null || !['draft', 'sent'].includes(plan.state)) return problem('notFound')
        await effectOf(database, plan, today)
        const { rows: agencies } = await sql<{ code: string }>`select code from agency union select agency_code from restructuring_agency
          where restructuring_id = ${id} order by 1`.execute(read)
        const [agency, person, category] = after?.split('_') ?? []
        const last: Right | undefined = agency === undefined ? undefined : { agency, person: person!, category: category! }
        const rights = await listAccessAfter(read, planChange(plan, today), { application, side, day: plan.day, active: true },
          { agencies: agencies.map(({ code }) => code), ...(last === undefined ? {} : { after: last }), size: NAMES_A_PAGE })
        const rows = await withNames(database, application, rights)
        await change(database, requestOrigin(request), async () => ({
          result: null, event: { code: 'restructuring.effect-listed', application, detail: { restructuring: id, side, rows: rows.length } },
        }))
        const end = rights.at(-1)
        const next = rights.length < NAMES_A_PAGE || end === undefined ? null : `${end.agency}_${end.person}_${end.category}`
        return page(<AffectedPage
          request={request} plan={plan} application={application} side={side} rows={rows} next={next}
          names={await planNames(database, plan, rights.map((one) => one.agency))}
        />)
      },
    }),
  ]
}

async function withNames({ read }: Database, application: string, rights: readonly Right[]): Promise<AffectedRow[]> {
  const { rows } = await sql<{ id: string; name: string; accountName: string | null }>`
    select n.person_id as id, n.name, a.name as "accountName" from person_version n left join account a on a.person_id = n.person_id
    where n.person_id = any(${rights.map(({ person }) => person)}::bigint[]) and upper_inf(n.recorded)`.execute(read)
  const names = new Map(rows.map(({ id, ...one }) => [id, one]))
  const kinds = await read.selectFrom('category_version').select(['category_code as code', 'name', 'name_en as nameEn'])
    .where('application_code', '=', application).where(sql<boolean>`upper_inf(recorded)`).execute()
  return rights.map((right) => {
    const who = names.get(right.person)
    const kind = kinds.find(({ code }) => code === right.category)
    return {
      ...right, name: who?.name ?? '', accountName: who?.accountName ?? null, categoryName: kind?.name ?? null, categoryNameEn: kind?.nameEn ?? null,
    }
  })
}

const STEPS = { send: sendPlan, approve: approvePlan, return: returnPlan, withdraw: withdrawPlan, undo: undoPlan } as const
const stepForm = () => z.object({ version: versionField, note: freeText(500) })

function stepRoutes(database: Database): Route[] {
  return (Object.keys(STEPS) as (keyof typeof STEPS)[]).flatMap((act): Route[] => {
    const show = async (request: PageRequest<'central'> & { params: { id: string } }, form = EMPTY_FORM) => {
      const plan = await planOf(database, request.params.id)
      if (plan === null) return problem('notFound')
      const drawn = await effectOf(database, plan, request.today)
      return page(<StepPage request={request} plan={plan} drawn={drawn} act={act} form={form} names={await planNames(database, plan)} />)
    }
    return [
      route({ method: 'GET', path: `/manage/restructurings/:id/${act}`, act: 'central', handle: (request) => show(request) }),
      route({
        method: 'POST', path: `/manage/restructurings/:id/${act}`, act: 'central', form: stepForm,
        handle: async (request) => {
          const { params: { id }, form: { version, note }, actor, today, language } = request
          if (await planOf(database, id) === null) return problem('notFound')
          return afterAct(await STEPS[act](database, requestOrigin(request), actor, { id, version, note }, today), id, language, didAddress(id, act))
        },
        again: (request, form) => show(request, form),
      }),
    ]
  })
}

/** 「機關調整」: all of it is the centre's. */
export function restructuringRoutes({ database }: { database: Database }): Route[] {
  return [...planRoutes(database), ...mappingRoutes(database), ...effectRoutes(database), ...stepRoutes(database)]
}
