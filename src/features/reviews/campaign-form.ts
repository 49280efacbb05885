// What the form of a new campaign may hold, and how it reads.
import { sql } from 'kysely'
import { z } from 'zod'
import { freeText, requiredDay } from '../../web/form.ts'
import { agencyCode } from './addresses.ts'
import { campaignMessages } from './campaign-messages.ts'
import { KINDS } from './new-campaign-page.tsx'
import type { CampaignRefusal, CampaignWish } from '../../core/campaigns.ts'
import type { Reader } from '../../store/database.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Campaign } from './campaign-rows.ts'
import type { CodedName } from './entry.ts'

const applicationCode = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$/)
const none = z.literal('').transform(() => null)

/** The fields, with their sentences. */
export function campaignForm(language: Language) {
  const m = campaignMessages(language).form
  return z.object({
    title: freeText(100).pipe(z.string().min(1, m.nameMissing)),
    agency: z.string().max(100).default('').transform((text) => text.trim().toUpperCase())
      .pipe(agencyCode.or(none)),
    below: z.array(z.literal('yes')).max(1).default([]),
    application: applicationCode.or(none).default(null),
    kinds: z.array(z.enum(KINDS)).min(1, m.chooseKind).max(KINDS.length),
    due: requiredDay(language),
    silence: z.enum(['keep', 'end']),
    note: freeText(500),
    press: z.enum(['preview', 'start']).default('preview'),
  })
}
export type CampaignFields = z.output<ReturnType<typeof campaignForm>>

/** The campaign that is wished, or what is missing of it. */
export function wishOf(fields: CampaignFields, language: Language): CampaignWish | { problems: FormProblem[] } {
  const { title, agency, application, kinds, due, silence, note } = fields
  if (agency === null && application === null) {
    return { problems: [{ field: 'agency', message: campaignMessages(language).form.chooseScope }] }
  }
  const below = agency !== null && fields.below.length > 0
  return { title, agency, below, application, kinds: [...new Set(kinds)], due, silence, note: note === '' ? null : note }
}

const FIELD: Partial<Record<CampaignRefusal, string>> = {
  agencyNotManaged: 'agency', everywhereIsTheCentres: 'agency', notOfAnApplication: 'kinds', silenceByDelegate: 'kinds', dueTooSoon: 'due', dueTooLate: 'due',
}

/** Why it is not started, at the field that says so. */
export const refusalOf = (refusal: CampaignRefusal, language: Language): FormProblem =>
  ({ field: FIELD[refusal] ?? null, message: campaignMessages(language).refusals[refusal] })

/** The applications that can be chosen, by the catalogue's order. */
export async function campaignApplications(db: Reader): Promise<CodedName[]> {
  const { rows } = await sql<CodedName>`
    select application_code as code, name from application_version where upper_inf(recorded) order by position, application_code`.execute(db)
  return rows
}

/** The names of what the wish speaks of. */
export async function namesOf(db: Reader, { agency, application }: CampaignWish): Promise<Pick<Campaign, 'agency' | 'application'>> {
  const { rows: [row] } = await sql<{ agency: string | null; application: string | null }>`
    select (select name from agency_version where agency_code = ${agency} and upper_inf(recorded) and valid @> current_date) as agency,
      (select name from application_version where application_code = ${application} and upper_inf(recorded)) as application`.execute(db)
  return {
    agency: agency === null ? null : { code: agency, name: row?.agency ?? agency },
    application: application === null ? null : { code: application, name: row?.application ?? application },
  }
}
