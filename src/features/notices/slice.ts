import { UUID } from '../../core/uuid.ts'
import type { Database } from '../../store/database.ts'
import type { LocalPath } from '../../web/reply.ts'

/** `files`: how many may be attached to one announcement, and how large each may be (bytes). */
export type NoticeSlice = { database: Database; files: { most: number; bytes: number } }

export const LIST_PATH = '/announcements'
export const FEED_PATH = '/announcements/feed.atom'
export const MANAGE_PATH = '/manage/content'

/** An announcement as its readers have it. */
export const noticePath = (id: string): LocalPath => `${LIST_PATH}/${id}`
/** An announcement as its writers have it. */
export const managedPath = (id: string): LocalPath => `${MANAGE_PATH}/${id}`

/** Whether the part of an address can be the number of a row: anything else names nothing. */
export const isId = (text: string): boolean => UUID.test(text)
