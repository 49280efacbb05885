import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HashingTurns } from './hashing-turns.ts'

/** Asks for a turn, and notes the name when it comes or is refused; `leave` ends the turn that has lasted longest. */
function asker(turns: HashingTurns) {
  const came: string[] = []
  const atIt: (() => void)[] = []
  const ask = (address: string, name: string) => void turns.during(address, () => {
    came.push(name)
    return new Promise<void>((resolve) => { atIt.push(resolve) })
  }).then((answer) => answer !== undefined && came.push(`no ${name}`))
  return { came, ask, leave: () => atIt.shift()?.() }
}
const settled = () => new Promise<void>((resolve) => { setImmediate(resolve) })

test('as many as there is room for go at once, the others address by address', async () => {
  const turns = new HashingTurns(10, { atOnce: 1 })
  const { came, ask, leave } = asker(turns)
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1']) ask(name[0]!, name)
  for (let n = 0; n < 5; n += 1) {
    await settled()
    leave()
  }
  await settled()
  assert.deepEqual(came, ['a1', 'a2', 'b1', 'c1', 'a3'])
})

test('a flood from one address is turned away, and nobody else is', async () => {
  const turns = new HashingTurns(4, { atOnce: 1 })
  const { came, ask, leave } = asker(turns)
  for (let n = 0; n < 8; n += 1) ask('flood', `f${n}`)
  ask('x', 'x1')
  ask('y', 'y1')
  await settled()
  // One is at it, four wait, three were refused at once, and two more gave way to the others.
  assert.deepEqual(came.toSorted(), ['f0', 'no f3', 'no f4', 'no f5', 'no f6', 'no f7'])
  for (let n = 0; n < 5; n += 1) {
    leave()
    await settled()
  }
  assert.deepEqual(came.slice(6), ['f1', 'x1', 'y1', 'f2'])
  // All have left: there is room again.
  ask('z', 'z1')
  await settled()
  assert.equal(came.at(-1), 'z1')
})
