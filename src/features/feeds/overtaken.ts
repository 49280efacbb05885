/** Rolls back what somebody else has done meanwhile. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}
