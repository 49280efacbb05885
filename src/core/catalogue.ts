// The application catalogue as the law reads it (2.10): what exists, who has it by birth, what may be handed out.
import type { AgencyCode, Standing } from './standing.ts'

/** Who may hand a category out (R-GRT-2): anyone who manages the agency, the centre alone, nobody. */
export type HandOut = 'manager' | 'central' | 'nobody'

/** 權限類別. `derivedGroup` is the catalogue's own default row: this standing, each at the agency where it is held. */
export type Category = {
  code: string
  name: string
  nameEn: string
  derivedGroup: Standing | null
  handOut: HandOut
}

/** 應用系統 with its categories. Of `agencyRoot` only agencies at or below it have the application (E1, E2). */
export type Application = {
  code: string
  name: string
  heading: string
  description: string
  grantable: boolean
  requiresCertificate: boolean
  passkeyAllowed: boolean
  openToAgencyCard: boolean
  dutyAllowed: boolean
  agencyRoot: AgencyCode | null
  test: boolean
  inService: boolean
  launchUrl: string | null
  remark: string
  categories: Category[]
}

/**
 * Whether the category is the agency's own business rather than each servant's (R-USE-3): only these follow a concurrent
 * duty, and only these are what an agency card opens, for a card is not a person.
 */
export function isAgencyBusiness(category: Category): boolean {
  return category.derivedGroup !== 'employee'
}
