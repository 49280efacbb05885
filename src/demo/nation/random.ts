/** Mixes two numbers into one of 32 bits (the finaliser of MurmurHash3), to seed by place instead of by sequence. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b ^ (b >>> 16), 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A 32-bit number from a text, by FNV-1a. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/**
 * Small fast numbers by chance that can be had again: sfc32 (Chris Doty-Humphrey, PractRand), seeded by two numbers.
 * For generated data only; nothing secret may come from it.
 */
export class Random {
  #a = 0
  #b = 0
  #c = 0
  #counter = 1

  constructor(seed: number, place = 0) {
    this.reseed(seed, place)
  }

  reseed(seed: number, place: number): void {
    this.#a = mix(seed, place)
    this.#b = mix(place, seed ^ 0x5bf03635)
    this.#c = mix(seed ^ place, 0x2545f491)
    this.#counter = 1
    // sfc32 needs a dozen rounds before neighbouring seeds have nothing in common.
    for (let round = 0; round < 12; round += 1) this.#next()
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** From 0 up to, but not, 1. */
  unit(): number {
    return this.#next() / 4_294_967_296
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.unit() * count)
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!
  }
}

/** Picks by weight in constant time (Walker's alias method). */
export function weightedPicker<T>(weighted: readonly (readonly [T, number])[]): (random: Random) => T {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0)
  const share = weighted.map(([, weight]) => (weight * weighted.length) / total)
  const alias = weighted.map((_, at) => at)
  const small = share.flatMap((part, at) => (part < 1 ? [at] : []))
  const large = share.flatMap((part, at) => (part < 1 ? [] : [at]))
  while (small.length > 0 && large.length > 0) {
    const less = small.pop()!
    const more = large.at(-1)!
    alias[less] = more
    share[more]! -= 1 - share[less]!
    if (share[more]! < 1) small.push(large.pop()!)
  }
  for (const rounded of [...small, ...large]) share[rounded] = 1
  return (random) => {
    const at = random.below(weighted.length)
    return weighted[random.unit() < share[at]! ? at : alias[at]!]![0]
  }
}
