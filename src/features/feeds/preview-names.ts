// What people are called of whom a preview tells: those who are only about to come have their name from the feed.
import { sql } from 'kysely'
import { maskNationalId } from '../../core/national-id.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

/** `key`: null for whom nobody knows yet. */
export type PreviewedPerson = { name: string; nationalIdMasked: string; key: string | null }
export type PreviewedAgency = { name: string; nameEn: string | null }

type PersonRow = { id: string; name: string | null; key: string | null; sealed: Buffer | null; index: Buffer | null }

/** Of these persons (ids) the names, by id. */
export async function personNames(
  db: Reader, seal: Seal, feed: string, persons: readonly string[],
): Promise<Map<string, PreviewedPerson>> {
  const { rows } = await sql<PersonRow>`
    select a.id, coalesce(v.name, f.name) as name, p.key, coalesce(p.national_id_sealed, f.national_id_sealed) as sealed,
      coalesce(p.national_id_index, f.national_id_index) as index
    from unnest(${[...new Set(persons)]}::bigint[]) a (id)
    left join person p on p.id = a.id left join person_version v on v.person_id = a.id and upper_inf(v.recorded)
    left join feed_person f on f.feed_id = ${feed} and f.person_id = a.id`.execute(db)
  return new Map(rows.map(({ id, name, key, sealed, index }) => [id, {
    name: name ?? '', key,
    nationalIdMasked: sealed === null || index === null ? '' : maskNationalId(seal.openNationalId({ sealed, index })),
  }]))
}

/** Of these agencies the names, by code. */
export async function agencyNames(db: Reader, codes: readonly AgencyCode[]): Promise<Map<AgencyCode, PreviewedAgency>> {
  const { rows } = await sql<PreviewedAgency & { code: AgencyCode }>`
    select a.code, v.name, v.name_en as "nameEn" from unnest(${[...new Set(codes)]}::text[]) a (code) cross join lateral (
      select v.name, v.name_en from agency_version v where v.agency_code = a.code and upper_inf(v.recorded)
      order by v.valid desc limit 1
    ) v`.execute(db)
  return new Map(rows.map(({ code, ...names }) => [code, names]))
}
