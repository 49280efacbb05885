// Writes every generated file anew: `node bin/node24.mjs test/write-generated.ts`.
import { migrate } from '../src/store/migrate.ts'
import { printDatabase, printProgram, standing, write } from './generated.ts'
import { startTestServer } from './postgres-server.ts'

const server = await startTestServer()
try {
  await migrate(server.url)
  for (const { path, text } of [...await printDatabase(server.url), ...await printProgram()]) {
    if (standing(path) === text) continue
    write(path, text)
    process.stdout.write(`${path}\n`)
  }
} finally {
  await server.stop()
}
