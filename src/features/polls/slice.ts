import { MANAGE_PATH } from '../notices/slice.ts'
import type { Database } from '../../store/database.ts'
import type { LocalPath } from '../../web/reply.ts'

export type PollSlice = { database: Database }

export const LIST_PATH = '/polls'
export const MANAGE_POLLS_PATH = `${MANAGE_PATH}/polls` as const

/** A poll as its voters have it. */
export const pollPath = (id: string): LocalPath => `${LIST_PATH}/${id}`
/** A poll as its writers have it. */
export const managedPollPath = (id: string): LocalPath => `${MANAGE_POLLS_PATH}/${id}`
