import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HashingTurns } from './hashing-turns.ts'

/** Asks for a turn, and notes the name when it comes or is refused. */
function asker(turns: HashingTurns) {
  const came: string[] = []
  return { came, ask: (address: string, name: string) => void turns.take(address).then((may) => came.push(may ? name : `no ${name}`)) }
}
const settled = () => new Promise<void>((resolve) => { setImmediate(resolve) })

test('as many as there is room for go at once, the others address by address', async () => {
  const turns = new HashingTurns(10, 1)
  const { came, ask } = asker(turns)
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1']) ask(name[0]!, name)
  for (let n = 0; n < 5; n += 1) {
    await settled()
    turns.leave()
  }
  await settled()
  assert.deepEqual(came, ['a1', 'a2', 'b1', 'c1', 'a3'])
})

test('a flood from one address is turned away, and nobody else is', async () => {
  const turns = new HashingTurns(4, 1)
  const { came, ask } = asker(turns)
  for (let n = 0; n < 8; n += 1) ask('flood', `f${n}`)
  ask('x', 'x1')
  ask('y', 'y1')
  await settled()
  // One is at it, four wait, three were refused at once, and two more gave way to the others.
  assert.deepEqual(came.toSorted(), ['f0', 'no f3', 'no f4', 'no f5', 'no f6', 'no f7'])
  for (let n = 0; n < 5; n += 1) {
    turns.leave()
    await settled()
  }
  assert.deepEqual(came.slice(6), ['f1', 'x1', 'y1', 'f2'])
  // All have left: there is room again.
  ask('z', 'z1')
  await settled()
  assert.equal(came.at(-1), 'z1')
})
