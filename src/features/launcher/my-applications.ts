// What 「應用系統」 shows: every application with the law's answer, and what the person marked as a favourite.
import { decide } from '../../core/access.ts'
import { loadPersonFacts } from '../../store/access.ts'
import type { Naming } from '../../core/access-messages.ts'
import type { Application } from '../../core/catalogue.ts'
import type { Day } from '../../core/days.ts'
import type { PersonFacts } from '../../core/facts.ts'
import type { Missing, Reason } from '../../core/reasons.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Database, Reader } from '../../store/database.ts'

/**
 * One application that is mine: the reasons, by the agency on whose behalf, the one in use first. One that is out of
 * service is mine too where nothing but that is in the way; it does not open.
 */
export type MyApplication = {
  application: Application
  favourite: boolean
  agencies: { agency: AgencyCode; reasons: Reason[] }[]
}

/** One that is not: what is missing, nearest first. */
export type OtherApplication = { application: Application; missing: Missing[] }

export type MyApplications = { mine: MyApplication[]; others: OtherApplication[]; naming: Naming }

/** The reasons by agency: the agency in use first, then in the order of the law. */
export function byAgency(reasons: readonly Reason[], chosen: AgencyCode | null): MyApplication['agencies'] {
  const groups = Map.groupBy(reasons, (reason) => reason.agency)
  return [...groups].map(([agency, own]) => ({ agency, reasons: own }))
    .toSorted((a, b) => Number(b.agency === chosen) - Number(a.agency === chosen))
}

async function favouritesOf(db: Reader, person: string): Promise<Set<string>> {
  const rows = await db.selectFrom('favourite_application').select('application_code').where('person_id', '=', person).execute()
  return new Set(rows.map((row) => row.application_code))
}

/** Every application of the catalogue by what the law says of it; `favourites` are codes. */
export function sortedByLaw(
  facts: PersonFacts, favourites: ReadonlySet<string>, chosen: AgencyCode | null,
): MyApplications {
  const mine: MyApplication[] = []
  const others: OtherApplication[] = []
  // What is out of service is asked about as if it were not, to tell whose it will be again.
  const running = { ...facts, catalogue: facts.catalogue.map((application) => ({ ...application, inService: true })) }
  for (const [at, { reasons, missing }] of decide(running).entries()) {
    const application = facts.catalogue[at]!
    if (reasons.length > 0) {
      mine.push({ application, favourite: favourites.has(application.code), agencies: byAgency(reasons, chosen) })
    } else if (application.inService) others.push({ application, missing })
  }
  return { mine, others, naming: facts }
}

/** All applications of the catalogue for this person today, each either with reasons or with what is missing. */
export async function myApplications(
  db: Reader, person: string, today: Day, chosen: AgencyCode | null,
): Promise<MyApplications> {
  const [facts, favourites] = await Promise.all([
    loadPersonFacts(db, person, { day: today, known: 'now' }), favouritesOf(db, person),
  ])
  return sortedByLaw(facts, favourites, chosen)
}

/** Marks the application as a favourite, or no longer. An application that does not exist is passed over. */
export async function setFavourite(
  { unaudited }: Database, person: string, application: string, favourite: boolean,
): Promise<void> {
  if (favourite) {
    await unaudited.insertInto('favourite_application')
      .columns(['person_id', 'application_code'])
      .expression(unaudited.selectFrom('application').select(({ val, ref }) =>
        [val(person).as('person_id'), ref('code').as('application_code')]).where('code', '=', application))
      .onConflict((conflict) => conflict.doNothing()).execute()
    return
  }
  await unaudited.deleteFrom('favourite_application')
    .where('person_id', '=', person).where('application_code', '=', application).execute()
}
