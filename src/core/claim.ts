// The `for` list of the `ecpa` claim (4.6): for which agencies this person, or this card, may use this one application.
import { isAgencyBusiness } from './catalogue.ts'
import { compareEnds } from './days.ts'
import { isOpenTo } from './sight.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Application } from './catalogue.ts'
import type { Day } from './days.ts'
import type { Reason } from './reasons.ts'
import type { AgencyCode } from './standing.ts'

/** One entry of `for`. `until` is an inclusive day, or null: no end is known. */
export type ForEntry =
  | { agency: AgencyCode; categories: string[]; by: 'birthright' | 'grant' | 'agencyCard'; until: Day | null }
  | { agency: AgencyCode; categories: string[]; by: 'duty'; duty: string; acting: AgencyCode; until: Day | null }

/** The way of the reason: two duties are two ways. */
function wayOf({ ground }: Reason): string {
  return ground.by === 'duty' ? `duty ${ground.duty}` : ground.by
}

function emptyEntry({ agency, until, ground }: Reason): ForEntry {
  if (ground.by !== 'duty') return { agency, categories: [], by: ground.by, until }
  return { agency, categories: [], by: 'duty', duty: ground.duty, acting: ground.acting, until }
}

/**
 * The reasons for one application as the claim tells them: one entry for each agency, way (and duty) and last day. Where
 * several reasons of one way give the same category, the one that lasts longest counts.
 */
export function forEntries(reasons: readonly Reason[]): ForEntry[] {
  const longest = new Map<string, Reason>()
  for (const reason of reasons) {
    const key = [wayOf(reason), reason.agency, reason.category].join(' ')
    const other = longest.get(key)
    if (other === undefined || compareEnds(reason.until, other.until) > 0) longest.set(key, reason)
  }
  const entries = new Map<string, ForEntry>()
  for (const reason of longest.values()) {
    const key = [wayOf(reason), reason.agency, reason.until].join(' ')
    const entry = entries.get(key) ?? emptyEntry(reason)
    entry.categories.push(reason.category)
    entries.set(key, entry)
  }
  return [...entries.values()]
}

/** By which ways these entries came, each once, and for those by duty which duties and acting agencies: for the audit. */
export function waysOf(entries: readonly ForEntry[]): { by: string[]; duty: string[]; acting: string[] } {
  const duties = entries.filter((entry) => entry.by === 'duty')
  return {
    by: [...new Set(entries.map(({ by }) => by))],
    duty: [...new Set(duties.map(({ duty }) => duty))],
    acting: [...new Set(duties.map(({ acting }) => acting))],
  }
}

/**
 * What a session of this agency's card may use of the application (R-USE-6): the agency's own business, and only for the
 * agency itself. Empty: it may not.
 */
export function forEntriesOfCard(application: Application, agency: AgencyCode, tree: AgencyTree): ForEntry[] {
  const { inService, openToAgencyCard } = application
  if (!inService || !openToAgencyCard || !isOpenTo(application, agency, { tree })) return []
  const categories = application.categories.filter(isAgencyBusiness).map((category) => category.code)
  return categories.length === 0 ? [] : [{ agency, categories, by: 'agencyCard', until: null }]
}
