import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cookieValue, tokenCookie } from './cookies.ts'

const NAME = '__Host-ecpa'
const OURS = 'a'.repeat(43)
const THEIRS = 'b'.repeat(43)

test('a cookie is found wherever it stands in the header', () => {
  for (const header of [`${NAME}=${OURS}`, `x=y; ${NAME}=${OURS}`, `x=y;${NAME}=${OURS}; z=1`]) {
    assert.equal(tokenCookie(header, NAME), OURS)
  }
  for (const header of [undefined, '', 'x=y', `${NAME}-form=${OURS}`, `x${NAME}=${OURS}`, NAME]) {
    assert.equal(cookieValue(header, NAME), null)
  }
})

// A sister host may set cookies of other names for the whole domain, and browsers let their values hold spaces: read out
// of such a value, a session of somebody's choosing would get around `__Host-`.
test('a cookie is never read out of the value of another one', () => {
  assert.equal(cookieValue(`x=y ${NAME}=${THEIRS}`, NAME), null)
  assert.equal(cookieValue(`x="y ${NAME}=${THEIRS}"; z=1`, NAME), null)
  assert.equal(tokenCookie(`x=y ${NAME}=${THEIRS}; ${NAME}=${OURS}`, NAME), OURS)
})
