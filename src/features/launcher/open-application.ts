// Opening an application: the law is asked at the door, and the opening or the refusal is an event.
import { decide } from '../../core/access.ts'
import { forEntries, waysOf } from '../../core/claim.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { change } from '../../store/change.ts'
import { agencyInUse } from '../../web/actor.ts'
import { byAgency } from './my-applications.ts'
import type { Naming } from '../../core/access-messages.ts'
import type { Application } from '../../core/catalogue.ts'
import type { Day } from '../../core/days.ts'
import type { ApplicationAnswer } from '../../core/reasons.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { PersonActor, SignInMethod } from '../../web/actor.ts'

/** The law's answer about one application. */
export type Answered = { application: Application; answer: ApplicationAnswer; naming: Naming }

/** Asks the law about one application, on behalf of one agency or any; null: there is no such application. */
export async function askAbout(
  db: Reader, person: string, code: string, agency: AgencyCode | undefined, today: Day,
): Promise<Answered | null> {
  const wanted = { application: code, ...(agency === undefined ? {} : { agency }) }
  const facts = await loadPersonFacts(db, person, { day: today, known: 'now' }, wanted)
  const [answer] = decide(facts, { application: code, ...(agency === undefined ? {} : { agency }) })
  const application = facts.catalogue.find((one) => one.code === code)
  return answer === undefined || application === undefined ? null : { application, answer, naming: facts }
}

/** Whether a session proved this way opens the application (R-USE-5). */
export function provedEnough(application: Application, method: SignInMethod): boolean {
  if (!application.requiresCertificate) return true
  return method === 'personCertificate' || (method === 'passkey' && application.passkeyAllowed)
}

export type Opening =
  | { opened: URL }
  | { refused: 'unknown' }
  | { refused: 'missing' }
  | { refused: 'certificate' }
  /** It is the person's, but nothing says where it is. */
  | { refused: 'nowhere' }

/** Opens the application on behalf of the agency, or of whichever the person may; answers where to go. */
export async function openApplication(
  database: Database, origin: Origin, actor: PersonActor,
  { code, agency, today }: { code: string; agency: AgencyCode | undefined; today: Day },
): Promise<Opening> {
  const asked = await askAbout(database.quick.read, actor.personId, code, agency, today)
  if (asked === null) return { refused: 'unknown' }
  const { application, answer } = asked
  const why = refusalOf(asked, actor.method)
  const subjects = { person: actor.personId, application: application.code }
  if (why !== null) {
    return change(database, origin, async () => ({
      result: { refused: why },
      event: { code: 'application.refused', ...subjects, agency: agency ?? null, detail: { why } },
    }))
  }
  const [first] = byAgency(answer.reasons, agencyInUse(actor))
  const address = new URL(application.launchUrl!)
  // The application knows the agency of the standing in use by itself; any other it has to be told.
  const told = agency ?? (actor.workingFor?.relation === 'served' ? first!.agency : undefined)
  if (told !== undefined) address.searchParams.set('agency', told)
  return change(database, origin, async ({ db }) => {
    await keepOpening(db, actor.sessionId, application.code, told)
    return {
      result: { opened: address },
      event: {
        code: 'application.opened', ...subjects, agency: first!.agency, detail: waysOf(forEntries(first!.reasons)),
      },
    }
  })
}

/** Remembers which agency was asked for, so that the tokens of this sign-in name it too; the latest opening counts. */
async function keepOpening(
  db: Change['db'], session: string, application: string, agency: AgencyCode | undefined,
): Promise<void> {
  if (agency === undefined) {
    await db.deleteFrom('session_opening').where('session_id', '=', session).where('application_code', '=', application).execute()
    return
  }
  await db.insertInto('session_opening')
    .values({ session_id: session, application_code: application, agency_code: agency })
    .onConflict((conflict) => conflict.columns(['session_id', 'application_code']).doUpdateSet({ agency_code: agency }))
    .execute()
}

function refusalOf({ application, answer }: Answered, method: SignInMethod): 'missing' | 'certificate' | 'nowhere' | null {
  if (answer.reasons.length === 0) return 'missing'
  if (!provedEnough(application, method)) return 'certificate'
  return application.launchUrl === null ? 'nowhere' : null
}
