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

// The portal sends a thousand at a time.
const listPage = z.object({
  application: CODE,
  for: z.array(entry).max(2_000),
  next: z.url().max(2000).nullish().transform((next) => next ?? null),
})

/** For which agency, with which categories, by what reason and until which day (inclusive; null: open). */
export type AccessEntry = z.infer<typeof entry>
/** The claim `ecpa` of the portal's ID tokens and userinfo (spec 4.6). */
export type AccessClaim = z.infer<typeof accessClaim>

/** Reads the claim `ecpa`; null where it is absent or of another shape. */
export const readAccessClaim = (value: unknown): AccessClaim | null => accessClaim.safeParse(value).data ?? null

/** Reads one page of the answer of `forUrl`, `next` being the address of the following one; null for anything else. */
export const readListPage = (value: unknown): z.infer<typeof listPage> | null => listPage.safeParse(value).data ?? null
