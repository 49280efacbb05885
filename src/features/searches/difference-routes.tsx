import { z } from 'zod'
import { addressOf } from '../../web/address.ts'
import { readAskedDay, typedDay, unreadDay } from '../../web/asked-day.ts'
import { FORMATS } from '../../web/export-reply.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { LONGEST_CURSOR } from './cursor.ts'
import { DIFFERENCE_PATH, DifferencePage } from './difference-page.tsx'
import { difference } from './difference.ts'
import { searchFile } from './exports.ts'
import { askedMoment } from './list-search.ts'
import { messages } from './messages.ts'
import { typedDayOf } from './parts.tsx'
import { arranged, rightsOf } from './person-rights.ts'
import { recordPersonSeen } from './person-routes.tsx'
import { searchedPerson } from './searched-person.ts'
import { RIGHT_COLUMNS, sheetRow } from './shown-right.ts'
import { pageOf, placeOfRight } from './whole-list.ts'
import type { Format } from '../../web/export-reply.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { AskedDay } from '../../web/asked-day.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { OnlyRight } from './difference-page.tsx'
import type { SearchRequest } from './exports.ts'
import type { Asking } from './list-search.ts'
import type { Said } from './parts.tsx'
import type { SearchSlice } from './slice.ts'

const key = z.string().max(100).default('')
const cursor = z.string().max(LONGEST_CURSOR).default('')

const differenceQuery = z.object({
  compared: z.enum(['days', 'persons']).default('days'),
  person: key,
  other: key,
  /** Who was picked first, while the second is being picked. */
  first: key,
  asOf: typedDay,
  asOf2: typedDay,
  same: z.literal('category').optional(),
  after: cursor,
  before: cursor,
})
type DifferenceQuery = z.output<typeof differenceQuery>
type Days = { asOf: AskedDay; asOf2: AskedDay }

function saidOf({ compared, person, other, same }: DifferenceQuery, asOf: string, asOf2: string): Said {
  return compared === 'days' ? { person, asOf, asOf2 } : { compared, person, other, asOf, same: same ?? '' }
}

/** Both days, each as it stands in an address; what was typed otherwise leads to the address that says it so. */
function readDays(query: DifferenceQuery): { days: Days } | { canonical: Said } | { wrong: ('asOf' | 'asOf2')[] } {
  const [first, second] = [readAskedDay(query.asOf), readAskedDay(query.asOf2)]
  const wrong = [...('wrong' in first ? ['asOf' as const] : []), ...('wrong' in second ? ['asOf2' as const] : [])]
  if ('wrong' in first || 'wrong' in second) return { wrong }
  if ('asked' in first && 'asked' in second) return { days: { asOf: first.asked, asOf2: second.asked } }
  const said = (day: typeof first) => ('canonical' in day ? day.canonical : day.asked ?? '')
  return { canonical: saidOf(query, said(first), said(second)) }
}

type Sides = { people: { person: PickedPerson; asking: Asking }[]; same: 'agency' | 'category' }

/** Who is compared, as of when; a person who may not be asked about is the field's problem. */
async function readSides(
  slice: SearchSlice, request: SearchRequest & { query: DifferenceQuery }, { asOf, asOf2 }: Days,
): Promise<{ person: PickedPerson | null; other: PickedPerson | null; wrong: ('person' | 'other')[]; sides: Sides | null }> {
  const { query, actor: { authority }, today, language } = request
  const asking = (day: AskedDay): Asking => ({ authority, today, language, asOf: askedMoment(day, today) })
  const [first, second] = [asking(asOf), asking(asOf2)]
  const find = (text: string, when: Asking) => (text === '' ? null : searchedPerson(slice, text, when))
  const byDays = query.compared === 'days'
  // On whichever of the two days they may be asked about.
  const person = await find(query.person, first) ?? (byDays ? await find(query.person, second) : null)
  const other = byDays ? null : await find(query.other, first)
  const wrong = [
    ...(person === null && query.person !== '' ? ['person' as const] : []),
    ...(other === null && query.other !== '' && !byDays ? ['other' as const] : []),
  ]
  if (person === null) return { person, other, wrong, sides: null }
  if (byDays) {
    const people = [{ person, asking: first }, { person, asking: second }]
    return { person, other, wrong, sides: first.asOf.day === second.asOf.day ? null : { people, same: 'agency' } }
  }
  if (other === null || other.key === person.key) return { person, other, wrong, sides: null }
  return {
    person, other, wrong,
    sides: { people: [{ person, asking: first }, { person: other, asking: first }], same: query.same ?? 'agency' },
  }
}

async function findDifference(slice: SearchSlice, { people, same }: Sides): Promise<OnlyRight[]> {
  const all = { application: '', by: '', sort: 'application' } as const
  const [first, second] = await Promise.all(people.map(async ({ person, asking }) => {
    const rights = await rightsOf(slice, person, asking)
    return { rights: arranged(rights, all), on: asking.asOf.day }
  }))
  const only = difference(first!.rights, second!.rights, same)
  return [
    ...only.first.map((right): OnlyRight => ({ ...right, on: first!.on, side: 'first' })),
    ...only.second.map((right): OnlyRight => ({ ...right, on: second!.on, side: 'second' })),
  ]
}

const placeOf = (right: OnlyRight) => ({ ...placeOfRight(right), side: right.side })

async function differencePage(slice: SearchSlice, request: SearchRequest & { query: DifferenceQuery }): Promise<Reply> {
  const { query, language } = request
  if (query.first !== '') {
    const said = saidOf({ ...query, person: query.first, other: query.person }, query.asOf, query.asOf2)
    return redirect(addressOf(DIFFERENCE_PATH, said))
  }
  const read = readDays(query)
  if ('canonical' in read) return redirect(addressOf(DIFFERENCE_PATH, read.canonical))
  const m = messages(language)
  const days = 'days' in read ? read.days : { asOf: null, asOf2: null }
  const { person, other, wrong, sides } = await readSides(slice, request, days)
  const said = saidOf(query, days.asOf ?? '', days.asOf2 ?? '')
  const typed: Said = 'wrong' in read ? { ...said, asOf: query.asOf, asOf2: query.asOf2 }
    : { ...said, asOf: typedDayOf(days.asOf, language), asOf2: typedDayOf(days.asOf2, language) }
  const shown = { request, compared: query.compared, person, other, said, typed }
  const problems: FormProblem[] = [
    ...('wrong' in read ? read.wrong.map((field) => unreadDay(language, field)) : []),
    ...wrong.map((field) => ({ field, message: m.noPerson })),
  ]
  if (problems.length > 0 || sides === null) {
    const status = 'wrong' in read ? 400 : wrong.length > 0 ? 404 : 200
    return page(<DifferencePage {...shown} problems={problems} found={null} />, { status })
  }
  const found = pageOf(slice.seal, 'difference', await findDifference(slice, sides), placeOf, query)
  if (found === null) return problem('badRequest')
  for (const { person: { id }, asking } of sides.people) {
    await recordPersonSeen(slice, request, 'difference', id, asking.asOf.day)
  }
  return page(<DifferencePage {...shown} problems={[]} found={found} />)
}

async function exported(
  slice: SearchSlice, format: Format, request: SearchRequest & { query: DifferenceQuery },
): Promise<Reply> {
  const read = readDays(request.query)
  if (!('days' in read)) return problem('badRequest')
  const { sides, wrong } = await readSides(slice, request, read.days)
  if (sides === null || wrong.length > 0) return problem('notFound')
  const [first, second] = sides.people
  return searchFile(slice.database, request, {
    search: 'difference', format, asOf: first!.asking.asOf, columns: ['as_of', ...RIGHT_COLUMNS], person: first!.person.id,
    asked: { with: second!.person.key, asOf: second!.asking.asOf.day, same: sides.same },
    async* rows() {
      for (const right of await findDifference(slice, sides)) yield { as_of: right.on, ...sheetRow(right) }
    },
  })
}

/** 「權限差異比較」, as a page and as two files. */
export function differenceRoutes(slice: SearchSlice): Route[] {
  return [
    route({
      method: 'GET', path: DIFFERENCE_PATH, act: 'manage', query: differenceQuery,
      handle: (request) => differencePage(slice, request),
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `${DIFFERENCE_PATH}.${format}`, act: 'manage', query: differenceQuery,
      handle: (request) => exported(slice, format, request),
    })),
  ]
}
