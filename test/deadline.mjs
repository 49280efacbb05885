// Loaded into every test process, before its file.

// What a file expects is of the day on which it began, and what it is answered of the day on which it asks: whoever would begin shortly
// before the end of a day in Taipei waits for the next. The longest file takes half of that on a busy machine.
const shortlyMs = 120_000
const dayMs = 86_400_000
const taipeiMs = 8 * 3_600_000
const leftMs = dayMs - (Date.now() + taipeiMs) % dayMs
if (leftMs < shortlyMs) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, leftMs)

// A file that hangs ends the run, rather than the patience of whoever waits for it. The runner's own timeout sends SIGTERM, which a
// program under test may rightly take for a wish to end in its own time.
const longestFileMs = 300_000

setTimeout(() => {
  process.stderr.write(`still not done after ${longestFileMs / 1000} seconds: ended\n`)
  process.kill(process.pid, 'SIGKILL')
}, longestFileMs).unref()
