/** How far long work is: a bar that rewrites its line on a terminal, plain lines otherwise (4.3). Always on stderr. */
export type Progress = {
  /** `done` of `of`; a stage of one step is only named. */
  update: (stage: string, done: number, of: number) => void
  /** Leaves the terminal on a line of its own. */
  end: () => void
}

type Stream = { isTTY?: boolean; columns?: number; write: (text: string) => unknown }

const WIDEST_BAR = 40
// Plain lines end up in logs: a line for each tenth is enough there.
const PLAIN_STEPS = 10
const number = new Intl.NumberFormat('en')

/** Shows progress on the stream. */
export function progressOn(stream: Stream = process.stderr): Progress {
  return stream.isTTY === true ? bar(stream) : lines(stream)
}

function bar(stream: Stream): Progress {
  let open = ''
  const update: Progress['update'] = (stage, done, of) => {
    if (open !== '' && open !== stage) stream.write('\n')
    open = stage
    const told = of > 1 ? ` ${number.format(done)} / ${number.format(of)}` : ' …'
    const room = Math.min(WIDEST_BAR, (stream.columns ?? 80) - stage.length - told.length - 4)
    const full = Math.floor((room * done) / Math.max(of, 1))
    const drawn = of > 1 && room > 4 ? ` [${'█'.repeat(full)}${' '.repeat(room - full)}]` : ''
    // To the beginning, and whatever is left of a longer line cleared.
    stream.write(`\r${stage}${drawn}${told}\u001b[K`)
  }
  return { update, end: () => void (open !== '' && stream.write('\n')) }
}

function lines(stream: Stream): Progress {
  let last = ''
  return {
    update(stage, done, of) {
      const step = of > 1 ? Math.floor((done * PLAIN_STEPS) / of) : 0
      if (last === `${stage} ${step}`) return
      last = `${stage} ${step}`
      stream.write(of > 1 ? `${stage}: ${number.format(done)} of ${number.format(of)}\n` : `${stage} …\n`)
    },
    end() {},
  }
}
