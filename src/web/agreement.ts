// Whoever is asked to agree to 「重要訊息」 is let in nowhere else before (docs/decisions/035-personal-data-notice.md).
import type { LocalPath } from './reply.ts'

/** 「重要訊息」, where it is agreed to, and read afterwards. */
export const NOTICE_PATH = '/me/notice'

/** Where it is agreed to, before going on to `next`. */
export const agreementAddress = (next: string): LocalPath => `${NOTICE_PATH}?next=${encodeURIComponent(next)}`
