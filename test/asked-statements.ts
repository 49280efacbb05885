// What is asked of the database while something is done: for tests that two cases ask the same.
import pg from 'pg'
import type { TestContext } from 'node:test'

/** Notes the texts of all statements of this process until the test is over. `during`: those of one act, in alphabetical order. */
export function noteStatements(t: TestContext): { during: (act: () => Promise<unknown>) => Promise<string[]> } {
  const asked: string[] = []
  const { query } = pg.Client.prototype
  t.after(() => { pg.Client.prototype.query = query })
  pg.Client.prototype.query = function noted(this: pg.Client, ...given: unknown[]) {
    const [text] = given as [string | { text?: string }]
    asked.push((typeof text === 'string' ? text : text.text ?? '').replaceAll(/\s+/g, ' '))
    return Reflect.apply(query, this, given)
  } as typeof query
  return {
    async during(act) {
      asked.length = 0
      await act()
      return asked.toSorted()
    },
  }
}
