import type { DatabaseSync } from 'node:sqlite'

/** Runs several statements as one: all of them count, or none. */
export type InOne = <Result>(work: () => Result) => Result

/** `InOne` of that database. What the work throws comes back when nothing of it is left. */
export const inOneOf = (database: DatabaseSync): InOne => (work) => {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}
