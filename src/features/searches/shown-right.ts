// A right as every search shows it and every file has it: who, on whose behalf, what, why and how long.
import { maskNationalId } from '../../core/national-id.ts'
import { whySentence } from '../../core/access-messages.ts'
import type { Naming, ToldGround } from '../../core/access-messages.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { AccessRow } from '../../store/access-list.ts'
import type { ToldRow } from '../../store/access-told.ts'
import type { Seal } from '../../store/seal.ts'
import type { Language } from '../../web/language.ts'
import type { SheetRow } from '../../web/spreadsheet.ts'

/** A person by what may be shown: never more of the national ID than its ends. */
export type ShownPerson = { key: string; name: string; nationalIdMasked: string }

export type ShownRight = {
  agency: AgencyCode
  agencyName: string
  person: ShownPerson
  application: string
  applicationName: string
  category: string
  categoryName: string
  by: AccessRow['by']
  why: string
  from: Day
  until: Day | null
}

/** The columns of the files (spec 3, Searches); other searches use the same names for the same things. */
export const RIGHT_COLUMNS = [
  'agency_code', 'agency_name', 'person_key', 'name', 'national_id_masked', 'application', 'category', 'by', 'reason', 'from',
  'until',
] as const

export type RightColumn = (typeof RIGHT_COLUMNS)[number]

/** The right as a line of a file. */
export function sheetRow(right: ShownRight): SheetRow<RightColumn> {
  return {
    agency_code: right.agency,
    agency_name: right.agencyName,
    person_key: right.person.key,
    name: right.person.name,
    national_id_masked: right.person.nationalIdMasked,
    application: right.application,
    category: right.category,
    by: right.by,
    reason: right.why,
    from: right.from,
    until: right.until,
  }
}

type Said = Pick<AccessRow, 'agency' | 'application' | 'category' | 'from' | 'until'> & { ground: ToldGround }

/** A reason of the law, in the language of whoever reads. */
export function shownRight(said: Said, person: ShownPerson, naming: Naming, language: Language): ShownRight {
  const { agency, application, category, from, until, ground } = said
  const node = naming.tree.agencies.get(agency)
  const about = naming.catalogue.find(({ code }) => code === application)
  const kind = about?.categories.find(({ code }) => code === category)
  return {
    agency, application, category, from, until, person, by: ground.by,
    agencyName: (language === 'en' ? node?.nameEn : null) ?? node?.name ?? agency,
    applicationName: about?.name ?? application,
    categoryName: (language === 'en' ? kind?.nameEn : kind?.name) ?? category,
    why: whySentence(ground, agency, naming)[language],
  }
}

/** A row of a list in the language of whoever reads. Opens one national ID, which takes 10 µs. */
export function shownRow({ row, person, ground }: ToldRow, seal: Seal, naming: Naming, language: Language): ShownRight {
  const nationalIdMasked = maskNationalId(seal.openNationalId(person.nationalId))
  return shownRight({ ...row, ground }, { key: person.key, name: person.name, nationalIdMasked }, naming, language)
}
