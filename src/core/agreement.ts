// Of whom agreement to 「重要訊息」 is asked when they sign in.
import { FACTOR_STANDINGS } from './second-factor.ts'

/** `everyone`, or those of whom a second factor may be asked, by the same words. */
export const AGREEMENT_STANDINGS = ['everyone', ...FACTOR_STANDINGS] as const
export type AgreementStanding = (typeof AGREEMENT_STANDINGS)[number]
