import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Actor } from '../../web/actor.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest, PageRequest } from '../../web/route.ts'

/** What 「重設員工密碼」 and 「校正員工Email」 work with. */
export type ResetsSlice = {
  database: Database
  seal: Seal
  /** How many changes of an account's address are proposed within a day (ECPA_EMAIL_CHANGES_PER_DAY). */
  emailChangesPerDay: number
}

/** A request of somebody who manages. */
export type Managing = PageRequest & { actor: Actor }

/** As much of it as a page shows. */
export type Shown = FrameRequest & { actor: Actor }

/** The two pages, each of which first asks for a person. */
export type Desk = '/manage/passwords' | '/manage/emails'

export const PASSWORDS: Desk = '/manage/passwords'
export const EMAILS: Desk = '/manage/emails'

/** The page about the person of that key. */
export const deskOf = (desk: Desk, key: string): LocalPath => `${desk}?person=${key}`

export const resetPath = (key: string): LocalPath => `${PASSWORDS}/${key}/reset`
export const factorPath = (key: string): LocalPath => `${PASSWORDS}/${key}/second-factor`
export const activationPath = (key: string): LocalPath => `${PASSWORDS}/${key}/activation`
export const correctionPath = (key: string): LocalPath => `${EMAILS}/${key}`
export const withdrawPath = (key: string): LocalPath => `${EMAILS}/${key}/withdraw`
