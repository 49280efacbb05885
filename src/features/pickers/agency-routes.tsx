import { z } from 'zod'
import { isLive } from '../../core/agency-tree.ts'
import { searchWords } from '../../core/search-text.ts'
import { searchAgencies } from '../../store/agency-list.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { manageAgency } from '../../store/managing.ts'
import { isParameter, pickTarget, withParameter } from '../../web/pick-target.ts'
import { json, page, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { AgencyPickerPage } from './agency-page.tsx'
import { messages } from './messages.ts'
import type { AgencyPage } from '../../store/agency-list.ts'
import type { FormProblem } from '../../web/form.ts'
import type { LocalPath, Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { Managing, Means } from './search-people.ts'

const AGENCY_CODE = /^[0-9A-Za-z]{10}$/
// What a list under a field can show without covering the page.
const MOST_SUGGESTED = 10

const within = z.enum(['managed', 'all']).default('managed')
const q = z.string().max(100).default('').transform((text) => text.trim())
const asked = z.object({
  // Also back to the person picker, which proves its own target when it is asked.
  to: z.string().refine((to) => pickTarget(to, ['/pick/person']) !== null).transform((to) => to as LocalPath),
  as: z.string().refine(isParameter).default('agency'),
  within,
  q,
  after: z.string().regex(AGENCY_CODE).or(z.literal('')).default(''),
  /** The choice. */
  code: z.string().max(64).optional(),
  pick: z.literal('yes').optional(),
})

type Range = 'managed' | 'all'
type Choosing = Managing & { query: z.output<typeof asked> }

function find({ database }: Means, { actor, today }: Managing, range: Range, text: string, after = ''): Promise<AgencyPage> {
  const scope = range === 'managed' ? { within: actor.authority } : {}
  return searchAgencies(database.read, searchWords(text), { day: today, known: 'now' }, after, { live: true, ...scope })
}

async function mayChoose({ database }: Means, { actor, today }: Managing, range: Range, code: string): Promise<boolean> {
  if (!AGENCY_CODE.test(code)) return false
  if (range === 'managed') return (await manageAgency(database.read, actor.authority, code, today)) !== null
  return isLive(await loadTree(database.read, [code], { day: today, known: 'now' }), code)
}

async function choose(means: Means, request: Choosing): Promise<Reply | FormProblem> {
  const { to, as, within: range, code } = request.query
  const m = messages(request.language).agency
  if (code === undefined) return { field: 'code', message: m.chooseOne }
  if (!await mayChoose(means, request, range, code)) return { field: 'code', message: m.gone }
  return redirect(withParameter(to, as, code))
}

/** The agency picker, and what it suggests as one types. */
export function agencyPickerRoutes(means: Means): Route[] {
  return [
    route({
      method: 'GET', path: '/pick/agency', act: 'manage', query: asked,
      handle: async (request) => {
        const { code: _, pick, ...shown } = request.query
        const choice = pick === undefined ? null : await choose(means, request)
        if (choice !== null && 'kind' in choice) return choice
        // The whole tree is asked about, never listed from its beginning.
        const found = shown.within === 'all' && searchWords(shown.q).length === 0 ? null
          : await find(means, request, shown.within, shown.q, shown.after)
        return page(
          <AgencyPickerPage request={request} asked={shown} found={found} choice={choice} />,
          choice === null ? {} : { status: 422 },
        )
      },
    }),
    route({
      method: 'GET', path: '/pick/agency/suggestions', act: 'manage', query: z.object({ q, within }),
      handle: async (request) => {
        const { q: text, within: range } = request.query
        if (searchWords(text).length === 0) return json({ agencies: [] })
        const { agencies } = await find(means, request, range, text)
        return json({
          agencies: agencies.slice(0, MOST_SUGGESTED).map(({ code, name, nameEn, superior }) => ({
            code, name: request.language === 'en' ? nameEn ?? name : name, superior: superior?.name ?? null,
          })),
        })
      },
    }),
  ]
}
