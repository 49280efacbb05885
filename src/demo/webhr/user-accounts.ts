// 「使用者帳號維護」: who may work in WebHR for an agency. The portal says who may use WebHR there at all; the agency says here who does.
import type { Personnel } from './record.ts'

/** `bound`: whether its person has signed in by it. `disabledFor`: why it is closed; null while it is open. */
export type UserAccount = { id: number, name: string, bound: boolean, disabledFor: string | null }

/** `bind`: an account of that name waits there for its person, who says by their ID that they are it. */
export type Standing = 'works' | 'disabled' | 'bind'
/** How somebody with that `sub` and name stands at the agency. */
export type StandingAt = (of: { sub: string, name: string | null }, agency: string) => Standing

export function standingAtOf({ database }: Pick<Personnel, 'database'>): StandingAt {
  const own = database.prepare('select disabled_for from user_account where sub = ? and agency = ?')
  const waiting = database.prepare('select 1 from user_account where agency = ? and sub is null and name = ?')
  return ({ sub, name }, agency) => {
    const row = own.get(sub, agency)
    if (row !== undefined) return row['disabled_for'] === null ? 'works' : 'disabled'
    return name !== null && waiting.get(agency, name) !== undefined ? 'bind' : 'works'
  }
}

const MOST_SHOWN = 200

export const accountsOf = ({ database }: Personnel, agency: string): UserAccount[] =>
  database.prepare(`select id, name, sub is not null as bound, disabled_for from user_account where agency = ? order by id limit ${MOST_SHOWN}`).all(agency)
    .map((row) => ({
      id: Number(row['id']), name: String(row['name']), bound: row['bound'] === 1, disabledFor: row['disabled_for'] === null ? null : String(row['disabled_for']),
    }))

/** Whoever was checked in at the agency and has no account there. */
export const withoutAccount = ({ database }: Personnel, agency: string): { id: number, name: string }[] =>
  database.prepare(`select distinct p.id, p.name from person p join check_in c on c.person = p.id
    where p.agency = ? and p.id not in (select person from user_account where person is not null) order by p.id desc limit ${MOST_SHOWN}`)
    .all(agency).map((row) => ({ id: Number(row['id']), name: String(row['name']) }))

/** Makes an account for somebody who was checked in; answers their name, or null for anybody else. */
export function makeAccount(personnel: Personnel, agency: string, person: number): string | null {
  const found = withoutAccount(personnel, agency).find(({ id }) => id === person)
  if (found === undefined) return null
  personnel.database.prepare('insert into user_account (agency, person, name) values (?, ?, ?)').run(agency, person, found.name)
  return found.name
}

/** Closes the account for that reason, or (null) opens it; answers whose it is, or null where there is none. */
export function setDisabled({ database }: Personnel, agency: string, id: number, reason: string | null): string | null {
  const row = database.prepare('update user_account set disabled_for = ? where id = ? and agency = ? returning name').get(reason, id, agency)
  return row === undefined ? null : String(row['name'])
}

/** Gives whoever came by their own sign-in an account at the agency where they have none. */
export function keepVisitor({ database }: Personnel, agency: string, { sub, name }: { sub: string, name: string }): void {
  database.prepare('insert or ignore into user_account (agency, sub, name) values (?, ?, ?)').run(agency, sub, name)
}

/** Binds the account that waits at the agency to whoever has that name and ID; whether there was one. */
export function bind({ database, seal }: Personnel, agency: string, { sub, name, nationalId }: { sub: string, name: string, nationalId: string }): boolean {
  return database.prepare(`update user_account set sub = ? where agency = ? and sub is null and name = ?
    and person in (select id from person where agency = ? and national_id_index = ?)`)
    .run(sub, agency, name, agency, seal.indexNationalId(nationalId)).changes === 1
}
