// Ports that a test can leave and take again, or tell others of before anybody listens at them.
import { createServer } from 'node:net'

/** A demonstration's programs: the portal, the sample applications, WebHR, the mail catcher, the card desk. */
const TOGETHER = 5

// Below those that the system gives to outgoing connections and to whoever listens at 0: one of these that is left for a moment is
// given to the next connection of any process, and for a minute afterwards nobody can listen there.
const [FIRST, LAST] = [12_000, 30_000]
const PLACES = (LAST - FIRST) / TOGETHER

let taken = 0

/**
 * A port that is free with the four after it, and that this process was not given before. Processes with numbers near one another look at
 * different ones, so that two that ask at the same moment, before either listens, do not get the same.
 */
export async function freePorts(): Promise<number> {
  for (let tries = 0; tries < PLACES; tries += 1) {
    const port = FIRST + TOGETHER * ((process.pid + 601 * taken++) % PLACES)
    const free = await Promise.all(Array.from({ length: TOGETHER }, (_, more) => isFree(port + more)))
    if (free.every(Boolean)) return port
  }
  throw new Error(`no five ports from ${FIRST} to ${LAST} are free`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
