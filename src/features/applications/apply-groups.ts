/** Brings named groups and their members to what a configuration says (4.3a). Who is not mentioned stays a member. */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { Period } from '../../store/periods.ts'
import { knownAgencies } from './catalogue-rows.ts'
import { overlap } from './check-configuration.ts'
import type { GroupEntry, MemberEntry } from './configuration.ts'
import { fieldChanges } from './configuration-change.ts'
import { addGroup, addMember, changeMember, loadGroups, loadMemberships, renameGroup } from './group-rows.ts'
import type { Membership, StoredGroup } from './group-rows.ts'
import type { Planning } from './configuration-change.ts'
import type { Path } from './read-configuration.ts'

type Holder = { person: string; posts: { post: string; agency: string }[] }

/** The people of these accounts with their posts of the day: those in the agency's scope first, appointments first. */
async function loadHolders(
  db: Reader, accounts: readonly string[], agency: string, today: Day,
): Promise<Map<string, Holder>> {
  if (accounts.length === 0) return new Map()
  const { rows } = await sql<{ account: string; person: string; post: string | null; agency: string | null }>`
    with scope as materialized (select agency_code from agency_scope(${agency}, ${today}::date, 'infinity'))
    select a.name as account, a.person_id as person, p.id as post, p.agency_code as agency
    from account a
    left join (post p join post_version v on v.person_id = p.person_id and v.post_id = p.id
      and upper_inf(v.recorded) and v.valid @> ${today}::date) on p.person_id = a.person_id
    where a.name = any (${[...accounts]}::text[])
    order by a.name, p.agency_code in (select agency_code from scope) desc, p.kind, p.id`.execute(db)
  const holders = new Map<string, Holder>()
  for (const row of rows) {
    const holder = holders.get(row.account) ?? { person: row.person, posts: [] }
    holders.set(row.account, holder)
    if (row.post !== null) holder.posts.push({ post: row.post, agency: row.agency! })
  }
  return holders
}

export async function planGroups(planning: Planning, entries: readonly GroupEntry[]): Promise<void> {
  const codes = entries.map(({ code }) => code)
  const stored = new Map(codes.length === 0 ? [] : (await loadGroups(planning.db, planning.today, codes)).map((one) => [one.code, one]))
  const memberships = await loadMemberships(planning.db, codes)
  const agencies = await knownAgencies(planning.db, entries.flatMap(({ agency }) => agency ?? []))
  for (const [at, entry] of entries.entries()) {
    const group = planGroup(planning, entry, ['groups', at], stored.get(entry.code), agencies)
    if (group === null || entry.members === undefined) continue
    const accounts = entry.members.map(({ account }) => account)
    const holders = await loadHolders(planning.db, accounts, group.agency, planning.today)
    for (const [within, member] of entry.members.entries()) {
      const own = memberships.filter((one) => one.group === entry.code && one.account === member.account)
      planMember(planning, group, member, ['groups', at, 'members', within], own, holders.get(member.account))
    }
  }
}

/** The group as it will be, or null where it cannot be. */
function planGroup(
  planning: Planning, { code, name, agency }: GroupEntry, path: Path, before: StoredGroup | undefined,
  agencies: ReadonlySet<string>,
): StoredGroup | null {
  if (before === undefined) {
    if (name === undefined) planning.faults.add('neededForNew', [...path, 'name'], code)
    if (agency === undefined) planning.faults.add('neededForNew', [...path, 'agency'], code)
    else if (!agencies.has(agency)) planning.faults.add('unknownAgency', [...path, 'agency'], agency)
    if (name === undefined || agency === undefined || !agencies.has(agency)) return null
    planning.changes.push({
      thing: 'group', key: code, kind: 'added', fields: fieldChanges(undefined, { name, agency }),
      write: async (tx) => void await addGroup(tx, { code, name, agency }),
    })
    return { code, name, agency }
  }
  if (agency !== undefined && agency !== before.agency) {
    planning.faults.add('groupElsewhere', [...path, 'agency'], `${code}: ${before.agency}`)
  }
  if (name === undefined || name === before.name) planning.same += 1
  else {
    planning.changes.push({
      thing: 'group', key: code, kind: 'changed', fields: fieldChanges({ name: before.name }, { name }),
      write: async (tx) => void await renameGroup(tx, before, name),
    })
  }
  return before
}

const isOver = (period: Period, today: Day): boolean => period.to !== null && period.to < today

function planMember(
  planning: Planning, group: StoredGroup, entry: MemberEntry, path: Path, own: readonly Membership[],
  holder: Holder | undefined,
): void {
  const { today } = planning
  const live = own.filter((one) => !isOver(one.valid, today))
  const before = live.find((one) => one.valid.from === entry.from) ?? live[0]
  if (holder === undefined) return planning.faults.add('unknownAccount', [...path, 'account'], entry.account)
  if (before === undefined) {
    // It says when the membership was over, and it is.
    if (typeof entry.to === 'string' && entry.to < today) planning.same += 1
    else planNewMember(planning, group, entry, path, own, holder)
    return undefined
  }
  const { from, to } = before.valid
  if (entry.from !== undefined && entry.from !== from && (from === null || from <= today)) {
    return planning.faults.add('beganAlready', [...path, 'from'], `${from}`)
  }
  const period = { from: entry.from ?? from, to: entry.to === undefined ? to : entry.to }
  if (period.from !== null && period.to !== null && period.to < period.from) {
    return planning.faults.add('endsBeforeItBegins', [...path, 'to'], `${period.from}–${period.to}`)
  }
  if (own.some((other) => other !== before && overlap(other.valid, period))) {
    return planning.faults.add('severalPeriods', path, entry.account)
  }
  const reason = entry.reason === undefined ? before.reason : entry.reason
  const fields = fieldChanges({ ...before.valid, reason: before.reason }, { ...period, reason })
  if (fields.length === 0) planning.same += 1
  else {
    planning.changes.push({
      thing: 'groupMember', key: `${group.code} ${entry.account}`, kind: 'changed', fields,
      write: async (tx) => void await changeMember(tx, group, before, { valid: period, reason }, fields),
    })
  }
  return undefined
}

function planNewMember(
  planning: Planning, group: StoredGroup, entry: MemberEntry, path: Path, own: readonly Membership[], holder: Holder,
): void {
  const [post] = holder.posts
  if (post === undefined) return planning.faults.add('noCurrentPost', [...path, 'account'], entry.account)
  const period = { from: entry.from ?? planning.today, to: entry.to ?? null }
  if (period.to !== null && period.to < period.from) {
    return planning.faults.add('endsBeforeItBegins', [...path, 'to'], `${period.from}–${period.to}`)
  }
  if (own.some(({ valid }) => overlap(valid, period))) return planning.faults.add('severalPeriods', path, entry.account)
  const after = { ...period, reason: entry.reason ?? null }
  planning.changes.push({
    thing: 'groupMember', key: `${group.code} ${entry.account}`, kind: 'added',
    fields: fieldChanges(undefined, { ...after, post: post.agency }),
    write: async (tx) => void await addMember(tx, group, {
      person: holder.person, post: post.post, period, reason: after.reason, givenBy: null,
    }),
  })
  return undefined
}
