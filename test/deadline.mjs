// Loaded into every test process: one that hangs ends the run, rather than the patience of whoever waits for it. The
// runner's own timeout sends SIGTERM, which a program under test may rightly take for a wish to end in its own time.
const longestFileMs = 300_000

setTimeout(() => {
  process.stderr.write(`still not done after ${longestFileMs / 1000} seconds: ended\n`)
  process.kill(process.pid, 'SIGKILL')
}, longestFileMs).unref()
