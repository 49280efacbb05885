import { z } from 'zod'

// Limits: a claim names one application, whose categories are few and whose codes are short; from 200 agencies on the
// portal hands out an address instead of the list. Twice that is a claim gone wrong.
const CODE = z.string().min(1).max(64)
const DAY = z.iso.date()

const entry = z.object({
  agency: CODE,
  categories: z.array(CODE).max(200),
  by: z.enum(['birthright', 'grant', 'duty', 'agencyCard']),
  duty: z.string().max(200).optional(),
  acting: CODE.optional(),
  until: DAY.nullable(),
})

const accessClaim = z.object({
  agency: CODE.nullable(),
  standing: z.enum(['employee', 'hr', 'hrSupervisor', 'none']),
  method: z.enum(['password', 'passkey', 'personCertificate', 'agencyCertificate']),
  application: CODE,
  for: z.array(entry).max(400).optional(),
  forUrl: z.url().max(2000).optional(),
}).refine((claim) => claim.for !== undefined || claim.forUrl !== undefined)

// The nation has 8,300 live agencies; nobody works for more, and for few by more than one reason.
const longList = z.array(entry).max(20_000)

/** For which agency, with which categories, by what reason and until which day (inclusive; null: open). */
export type AccessEntry = z.infer<typeof entry>
/** The claim `ecpa` of the portal's ID tokens and userinfo (spec 4.6). */
export type AccessClaim = z.infer<typeof accessClaim>

/** Reads the claim `ecpa`; null where it is absent or of another shape. */
export const readAccessClaim = (value: unknown): AccessClaim | null => accessClaim.safeParse(value).data ?? null

/** Reads the answer of `forUrl`: the list itself, or an object that holds it as `for`; null for anything else. */
export function readLongList(value: unknown): AccessEntry[] | null {
  const list = typeof value === 'object' && value !== null && 'for' in value ? value.for : value
  return longList.safeParse(list).data ?? null
}
