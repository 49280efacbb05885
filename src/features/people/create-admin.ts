/**
 * The first central administrator (R-CEN-1). A fresh installation has nobody who could enter, activate or appoint
 * anybody, so the operator does all three at once, for one person; from then on administrators are made in the portal, by
 * two together. While there is only one, whom that one proposes the operator agrees to: nobody else could.
 */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import type { Change, Origin, Outcome } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import { tellPersons } from '../../store/notices.ts'
import { periodText } from '../../store/periods.ts'
import type { Seal } from '../../store/seal.ts'
import { ACCOUNT_NAME } from '../../core/account-names.ts'
import { LONGEST_PASSWORD, passwordLength, SHORTEST_PASSWORD } from '../../core/passwords.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { lockCentre } from './lock-centre.ts'
import { soleProposal, writeRoleVersion } from './role-rows.ts'

/** Whom to make one: by an account that is active, or by national ID (checked), whether known here or not. */
export type AdminCandidate = { accountName: string } | { nationalId: string }

/** A person whom no feed has brought yet, with the post that the role needs. */
export type NewPerson = { name: string; birthDate: Day; agency: string; unit: string; title: string; email: string | null }

export type AdminRequest = {
  candidate: AdminCandidate
  /** For a national ID that is not known. */
  person?: NewPerson
  /** For an account that is not active yet. */
  account?: { name: string; password: string }
  reason: string
}

export type AdminRefusal =
  | 'administratorExists' | 'unknownAccount' | 'personNeeded' | 'accountNeeded' | 'unknownAgency' | 'noCurrentPost'
  | 'accountDisabled' | 'otherRole' | 'accountNameTaken' | 'accountNameShape' | 'birthDate' | PasswordFault

export type PasswordFault = 'passwordTooShort' | 'passwordTooLong' | 'demoPassword'

export type AdminCreated = { refused: AdminRefusal } | { created: { personId: string; accountName: string } }

/** The password of everybody in the demonstration: known to all the world (4.2). */
const DEMO_PASSWORD = 'ecpa-demo-2026'

/** Why nobody may have this password, or null (R-ACC-2). */
export function passwordFault(password: string, { demo }: { demo: boolean }): PasswordFault | null {
  const length = passwordLength(password)
  if (length < SHORTEST_PASSWORD) return 'passwordTooShort'
  if (length > LONGEST_PASSWORD) return 'passwordTooLong'
  return !demo && password.normalize('NFKC') === DEMO_PASSWORD ? 'demoPassword' : null
}

type Known = { personId: string; state: 'pending' | 'active' | 'disabled' | null; accountName: string | null }

/** Who is meant, or null where nobody here is. */
export async function findCandidate(db: Reader, seal: Seal, candidate: AdminCandidate): Promise<Known | null> {
  const people = db.selectFrom('person as p').leftJoin('account as a', 'a.person_id', 'p.id')
    .select(['p.id as personId', 'a.state', 'a.name as accountName'])
  const found = 'accountName' in candidate
    ? people.where('a.name', '=', candidate.accountName)
    : people.where('p.national_id_index', '=', seal.sealNationalId(candidate.nationalId).index)
  return await found.executeTakeFirst() ?? null
}

/**
 * Whether there is a central administrator who can act, today or from a day to come. One without a post or whose
 * account is not active can do nothing (R-CEN-1), and must not lock the operator out.
 */
export async function hasAdministrator(db: Reader, today: Day): Promise<boolean> {
  const { rows: [row] } = await sql<{ has: boolean }>`
    select exists (
      select from central_role r join account a on a.person_id = r.person_id and a.state = 'active'
      where r.role = 'central' and r.state = 'active' and upper_inf(r.recorded)
        and r.valid && daterange(${today}::date, null)
        and exists (select from post_version v where v.person_id = r.person_id and upper_inf(v.recorded)
          and v.valid @> ${today}::date)
    ) as has`.execute(db)
  return row!.has
}

/** Enters the person where needed, activates the account, and gives the role from today on, all in one transaction. */
export async function createAdmin(
  database: Database, origin: Origin, request: AdminRequest, means: { seal: Seal; today: Day; demo: boolean },
): Promise<AdminCreated> {
  const { account } = request
  const fault = account === undefined ? null : passwordFault(account.password, means)
  if (fault !== null) return { refused: fault }
  if (account !== undefined && !ACCOUNT_NAME.test(account.name)) return { refused: 'accountNameShape' }
  // Before the transaction: it takes its time on purpose.
  const passwordHash = account === undefined ? null : await hashPassword(account.password)
  try {
    return await change(database, origin, async (tx) => {
      await lockCentre(tx)
      const agreed = await agreeToProposal(tx, request, means)
      if (agreed !== null) return agreed
      const refusal = await refusalOf(tx.db, request, means)
      if (refusal !== null) throw new Undone(refusal)
      const created = await write(tx, request, passwordHash, means)
      const detail = { role: 'central' }
      const event = await tx.record({ code: 'admin.created', person: created.personId, detail })
      await tx.db.insertInto('central_role').values({
        person_id: created.personId, role: 'central', valid: periodText({ from: means.today, to: null }),
        reason: request.reason, event_id: event,
      }).execute()
      return { result: { created }, event }
    })
  } catch (error) {
    if (error instanceof Undone) return { refused: error.refusal }
    throw error
  }
}

/** Agrees to what the only administrator has proposed for this very person; null where there is nothing of the kind. */
async function agreeToProposal(
  tx: Change, { candidate }: AdminRequest, { seal, today }: { seal: Seal; today: Day },
): Promise<Outcome<AdminCreated> | null> {
  const known = await findCandidate(tx.db, seal, candidate)
  if (known?.state !== 'active' || !await hasPost(tx.db, known.personId, today)) return null
  const role = await soleProposal(tx.db, known.personId, today)
  if (role === null) return null
  const event = await tx.record({ code: 'admin.created', person: known.personId, detail: { role: 'central' } })
  const from = role.from < today ? today : role.from
  await writeRoleVersion(tx, role, { ...role, from, state: 'active', byOperator: true }, event)
  const { to, reason } = role
  await tellPersons(tx, event, [known.personId, role.givenBy!], { kind: 'role.given', role: 'central', person: known.personId, from, to, reason, note: null })
  return { result: { created: { personId: known.personId, accountName: known.accountName! } }, event }
}

/** Rolls back what somebody else has meanwhile made impossible. */
class Undone extends Error {
  readonly refusal: AdminRefusal

  constructor(refusal: AdminRefusal) {
    super()
    this.refusal = refusal
  }
}

async function refusalOf(
  db: Reader, { candidate, person, account }: AdminRequest, { seal, today }: { seal: Seal; today: Day },
): Promise<AdminRefusal | null> {
  if (await hasAdministrator(db, today)) return 'administratorExists'
  const known = await findCandidate(db, seal, candidate)
  if (known === null && 'accountName' in candidate) return 'unknownAccount'
  if (known?.state === 'disabled') return 'accountDisabled'
  if (known?.state !== 'active' && account === undefined) return 'accountNeeded'
  if (known?.state !== 'active' && await nameIsTaken(db, account!.name)) return 'accountNameTaken'
  if (known === null) return newPersonRefusal(db, person, today)
  if (!await hasPost(db, known.personId, today)) return 'noCurrentPost'
  return await hasRole(db, known.personId, today) ? 'otherRole' : null
}

async function newPersonRefusal(db: Reader, person: NewPerson | undefined, today: Day): Promise<AdminRefusal | null> {
  if (person === undefined) return 'personNeeded'
  if (person.birthDate >= today) return 'birthDate'
  const { rows } = await sql`select from agency_version where agency_code = ${person.agency} and upper_inf(recorded)
    and valid @> ${today}::date`.execute(db)
  return rows.length === 0 ? 'unknownAgency' : null
}

async function nameIsTaken(db: Reader, name: string): Promise<boolean> {
  return await db.selectFrom('account').select('person_id').where('name', '=', name).executeTakeFirst() !== undefined
}

async function hasPost(db: Reader, person: string, today: Day): Promise<boolean> {
  const { rows } = await sql`select from post_version where person_id = ${person} and upper_inf(recorded)
    and valid @> ${today}::date limit 1`.execute(db)
  return rows.length > 0
}

/** Never two roles in one person (R-CEN-1), not even one after the other without the first being ended. */
async function hasRole(db: Reader, person: string, today: Day): Promise<boolean> {
  const { rows } = await sql`select from central_role where person_id = ${person} and upper_inf(recorded)
    and state <> 'ended' and valid && daterange(${today}::date, null) limit 1`.execute(db)
  return rows.length > 0
}

async function write(
  tx: Change, { candidate, person, account }: AdminRequest, passwordHash: string | null,
  { seal, today }: { seal: Seal; today: Day },
): Promise<{ personId: string; accountName: string }> {
  const known = await findCandidate(tx.db, seal, candidate)
  if (known?.state === 'active') return { personId: known.personId, accountName: known.accountName! }
  const personId = known?.personId
    ?? await enter(tx, person!, (candidate as { nationalId: string }).nationalId, seal, today)
  const active = {
    state: 'active' as const, name: account!.name, password_hash: passwordHash, password_changed_at: sql<Date>`now()`,
    email: person?.email ?? null,
  }
  await tx.record({ code: 'account.activated', person: personId, detail: { how: 'ecpa admin create' } })
  await tx.db.insertInto('account').values({ person_id: personId, ...active })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(active)).execute()
  return { personId, accountName: account!.name }
}

/** A later feed knows the post by what is said here; one that does not bring it ends it, and the role with it. */
async function enter(tx: Change, person: NewPerson, nationalId: string, seal: Seal, today: Day): Promise<string> {
  const { sealed, index } = seal.sealNationalId(nationalId)
  const { id } = await tx.db.insertInto('person').values({ national_id_sealed: sealed, national_id_index: index })
    .returning('id').executeTakeFirstOrThrow()
  const { name, birthDate, email, agency, unit, title } = person
  const event_id = await tx.record({ code: 'person.entered', person: id, agency, detail: { title } })
  await tx.db.insertInto('person_version').values({ person_id: id, name, birth_date: birthDate, email,
    event_id }).execute()
  const post = await tx.db.insertInto('post')
    .values({ person_id: id, agency_code: agency, kind: 'appointment', unit, title, starts: today })
    .returning('id').executeTakeFirstOrThrow()
  await tx.db.insertInto('post_version')
    .values({ person_id: id, post_id: post.id, valid: periodText({ from: today, to: null }), event_id }).execute()
  return id
}
