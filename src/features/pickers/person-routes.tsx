import { z } from 'zod'
import { checkNationalId } from '../../core/national-id.ts'
import { PERSON_KEY, pickedPerson } from '../../store/people.ts'
import { addressOf } from '../../web/address.ts'
import { EMPTY_FORM, filledForm, optionalText } from '../../web/form.ts'
import { pickTarget, withParameter } from '../../web/pick-target.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { messages } from './messages.ts'
import { PersonPickerPage, placeText } from './person-page.tsx'
import { findPeople, keepCriteria, keptCriteria } from './search-people.ts'
import type { PeopleCriteria, PeopleCursor } from '../../store/people.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { LocalPath, Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { Managing, Means } from './search-people.ts'

const AGENCY_CODE = /^[0-9A-Za-z]{10}$/

/** Where the choice leads: a page of management, a search or 「切換機關」, and nothing else. */
const target = z.string().refine((to) => pickTarget(to) !== null).transform((to) => to as LocalPath)

/** A place of the list in an address: `CODE.key`, or the key alone. */
const PLACE = /^(?:([0-9A-Za-z]{10})\.)?([0-9a-f-]{36})$/
const place = z.string().regex(PLACE).transform((text): PeopleCursor => {
  const [, agency = null, person = ''] = PLACE.exec(text)!
  return { agency, person }
}).refine(({ person }) => PERSON_KEY.test(person)).optional()

const asked = z.object({
  to: target,
  /** The number of what this session searched for. */
  query: z.string().max(36).optional(),
  /** The agency to open with; beside `query`: put into its criteria, which are to be searched anew. */
  agency: z.string().regex(AGENCY_CODE).optional(),
  after: place,
  before: place,
  /** The choice. */
  person: z.string().max(36).optional(),
  pick: z.literal('yes').optional(),
})

const formOf = ({ agency, name, states }: PeopleCriteria): FormState =>
  filledForm({ agency: agency ?? '', name, state: states })

type Choosing = Managing & { query: z.output<typeof asked> }

/** The choice leads on; or what is wrong with it. */
async function choose({ database, seal }: Means, request: Choosing): Promise<Reply | FormProblem> {
  const { actor, query: { to, person }, today, language } = request
  const m = messages(language).person
  if (person === undefined) return { field: 'person', message: m.chooseOne }
  const picked = await pickedPerson(database.read, seal, person, actor.authority, { day: today, known: 'now' })
  if (picked === null) return { field: 'person', message: m.gone }
  return redirect(withParameter(to, 'person', picked.key))
}

async function showFound(means: Means, request: Choosing, query: string): Promise<Reply> {
  const { to, agency, after, before, pick } = request.query
  const criteria = await keptCriteria(means, request, query)
  if (criteria === null) return problem('notFound')
  if (agency !== undefined) {
    return page(<PersonPickerPage request={request} to={to} form={formOf({ ...criteria, agency })} found={null} query={query} />)
  }
  const choice = pick === undefined ? null : await choose(means, request)
  if (choice !== null && 'kind' in choice) return choice
  const found = await findPeople(means, request, criteria, { after, before })
  const shownPlace = before !== undefined ? { before: placeText(before) } : after !== undefined ? { after: placeText(after) } : {}
  return page(
    <PersonPickerPage
      request={request} to={to} form={formOf(criteria)} found={{ page: found, place: shownPlace }} query={query}
      idKept={criteria.idIndex !== null} choice={choice}
    />,
    choice === null ? {} : { status: 422 },
  )
}

const searchForm = () => z.object({
  to: z.string(),
  agency: optionalText(64),
  nationalId: optionalText(64),
  name: optionalText(100),
  state: z.array(z.enum(['pending', 'active', 'disabled'])),
})

/** GET shows the form, or what a kept query finds; POST keeps the criteria and leads there. */
export function personRoutes(means: Means): Route[] {
  const path = '/pick/person'
  return [
    route({
      method: 'GET', path, act: 'manage', query: asked,
      handle: (request) => {
        const { to, query, agency } = request.query
        if (query !== undefined) return showFound(means, request, query)
        const form = agency === undefined ? EMPTY_FORM : filledForm({ agency })
        return page(<PersonPickerPage request={request} to={to} form={form} found={null} />)
      },
    }),
    route({
      method: 'POST', path, act: 'manage', holderless: true, form: searchForm,
      handle: async (request) => {
        const { form: { agency, nationalId, name, state }, language } = request
        const to = pickTarget(request.form.to)
        if (to === null) return problem('badRequest')
        const m = messages(language).person
        const id = nationalId === '' ? null : checkNationalId(nationalId)
        const criteria: PeopleCriteria = {
          agency: agency === '' ? null : agency, name, states: state,
          idIndex: id === null || !id.ok ? null : means.seal.indexNationalId(id.id).toString('hex'),
        }
        const problems = [
          ...(agency === '' || AGENCY_CODE.test(agency) ? [] : [{ field: 'agency', message: m.agencyNotManaged }]),
          ...(id === null || id.ok ? [] : [{ field: 'nationalId', message: m.wrongId[id.code] }]),
        ]
        if (problems.length > 0) return refused(problems)
        const keeping = await keepCriteria(means, request, criteria)
        if ('refused' in keeping) return refused([{ field: 'agency', message: m.agencyNotManaged }])
        return redirect(addressOf(path, { to, query: keeping.query }))
      },
      again: (request, form) => {
        const to = pickTarget(form.typed.to?.[0] ?? '')
        if (to === null) return problem('badRequest')
        return page(<PersonPickerPage request={request} to={to} form={form} found={null} />)
      },
    }),
  ]
}
