// The rules of the house, each a function from source files to the sentences that say where it is broken. They read text,
// not syntax trees: simple enough to be believed, and strict where a tree would understand more.
export interface SourceFile { path: string, text: string }

export type Rule = (files: SourceFile[]) => string[]

// ------------------------------------------------------------------------------------------------------------- imports

/** What each room may import of ours; the first that fits the path counts. Tests may import what they like. */
const rooms: { room: RegExp, may: RegExp }[] = [
  { room: /^src\/core\//, may: /^src\/core\// },
  { room: /^src\/pki\//, may: /^src\/pki\// },
  { room: /^src\/store\//, may: /^src\/(core|store)\// },
  { room: /^src\/web\//, may: /^src\/(core|web)\// },
  { room: /^src\/features\//, may: /^src\/(core|pki|store|web|features)\// }, // between slices: see `slicesApart`
  { room: /^src\/demo\//, may: /^src\/(core|pki|store|features|demo)\// },
  { room: /^src\/settings\.ts$/, may: /^src\/core\// },
  { room: /^src\/(main\.ts|commands\/)/, may: /^src\// },
  { room: /^bin\//, may: /^(bin\/|src\/main\.ts$)/ },
  { room: /^(test|bench)\//, may: /./ },
]

/** Packages that only one room may touch, so that what they bring has one home. */
const confined: { packages: RegExp, to: RegExp }[] = [
  { packages: /^(pg|pg-copy-streams|graphile-worker)(\/|$)/, to: /^src\/store\// },
  { packages: /^kysely(\/|$)/, to: /^src\/(store|features|demo)\// }, // see `statementsOnly`
  // .tsx files are compiled to calls of hono/jsx, whose types they may name
  { packages: /^hono\/jsx(\/|$)/, to: /^src\/.*\.tsx$|^src\/(web|demo)\// },
  // the demo's applications are other people's programs: they share nothing with the portal's web room
  { packages: /^hono(\/|$)/, to: /^src\/(web|demo)\// },
  // the portal reads the raw request; an adapter has straightened its target already
  { packages: /^@hono\/node-server(\/|$)/, to: /^src\/demo\// },
  // the one drawer of QR codes
  { packages: /^qr(\/|$)/, to: /^src\/web\// },
  // the one reader of forms with files
  { packages: /^@fastify\/busboy$/, to: /^src\/web\// },
  // the one reader of what authenticators answer
  { packages: /^@simplewebauthn\/server(\/|$)/, to: /^src\/features\/passkeys\// },
  // the one reader of Markdown
  { packages: /^markdown-it(\/|$)/, to: /^src\/features\/notices\// },
  { packages: /^oidc-provider$/, to: /^src\/features\/oidc\// },
  { packages: /^openid-client$/, to: /^src\/demo\// },
  { packages: /^nodemailer$/, to: /^src\/(store|features\/mail)\// },
  { packages: /^(smtp-server|mailparser)$/, to: /^src\/demo\// },
  { packages: /^(playwright-core|axe-core|fast-check|oauth4webapi)$/, to: /^(test|bench)\// },
]

/** No file of these rooms may read a clock, draw a random number or do input and output: the law is a function. */
const pure = /^src\/(core|pki)\//
const pureModules = /^(node:crypto|zod)$/

export const isTest = (path: string) => /\.test\.tsx?$/.test(path)

/** The modules a file imports, as written. */
export function importsOf(text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"]([^'"\n]+)['"]/gm)
  const calls = text.matchAll(/\bimport\(\s*['"]([^'"\n]+)['"]/g)
  return [...statements, ...calls].map((match) => match[1]!)
}

/** A relative import as a path from the project's root. */
export function resolveImport(from: string, specifier: string): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1)
}

export const roomsApart: Rule = (files) => files.filter(({ path }) => !isTest(path)).flatMap(({ path, text }) => {
  const room = rooms.find((one) => one.room.test(path))
  if (!room) return /^src\/.*\.tsx?$/.test(path) ? [`${path}: is in no room`] : []
  return importsOf(text).filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => resolveImport(path, specifier))
    .filter((target) => !room.may.test(target))
    .map((target) => `${path}: may not import ${target}`)
})

/** `doors` names what one slice may import of another: `slice → file`. */
export const slicesApart = (doors: readonly string[]): Rule => (files) => {
  const used = new Set<string>()
  const broken = files.filter(({ path }) => !isTest(path)).flatMap(({ path, text }) => {
    const slice = /^src\/features\/([^/]+)\//.exec(path)?.[1]
    if (!slice) return []
    return importsOf(text).filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => resolveImport(path, specifier))
      .filter((target) => target.startsWith('src/features/') && !target.startsWith(`src/features/${slice}/`))
      .filter((target) => {
        const door = `${slice} → ${target.slice('src/features/'.length)}`
        used.add(door)
        return !doors.includes(door)
      })
      .map((target) => `${path}: ${target} is no door`)
  })
  return [...broken, ...doors.filter((door) => !used.has(door)).map((door) => `no longer used: ${door}`)]
}

export const packagesAtHome: Rule = (files) => files.filter(({ path }) => path.startsWith('src/') && !isTest(path))
  .flatMap(({ path, text }) => importsOf(text).flatMap((specifier) => {
    const rule = confined.find(({ packages }) => packages.test(specifier))
    return rule && !rule.to.test(path) ? [`${path}: may not import the package ${specifier}`] : []
  }))

/** A slice writes statements, on a connection that the store gave it: of kysely it takes `sql` and types, nothing that acts. */
export const statementsOnly: Rule = (files) => files
  .filter(({ path }) => /^src\/(features|demo)\//.test(path) && !isTest(path))
  .flatMap(({ path, text }) => [...text.matchAll(/^import (.*)from 'kysely.*'$/gm)]
    .filter(([, names]) => !/^(type .*|\{ sql(, type \w+)* \} )$/.test(names!))
    .map(([statement]) => `${path}: may take only sql and types: ${statement}`))

export const pureRoomsPure: Rule = (files) => files.filter(({ path }) => pure.test(path) && !isTest(path))
  .flatMap(({ path, text }) => {
    const modules = importsOf(text).filter((specifier) => !specifier.startsWith('.') && !pureModules.test(specifier))
      .map((specifier) => `${path}: is pure and may not import ${specifier}`)
    const deeds = [...withoutComments(text).matchAll(
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\brandom(?:UUID|Bytes|Int|FillSync)?\b(?=\()|\bgetRandomValues\b|\bperformance\.now\b|\bprocess\.|\bfetch\(|\bTemporal\.Now\b/g,
    )].map(([deed]) => `${path}: is pure and may not use ${deed}`)
    return [...modules, ...deeds]
  })

// ---------------------------------------------------------------------------------------------------------------- text

/** Comments and nothing else taken out; strings with // in them lose their end, which no rule here minds. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[\s;,({])\/\/.*$/gm, '$1')
}

const code = (path: string) => /\.(ts|tsx|mjs)$/.test(path)

export const longestFile = 400

/** `exceptions` gives files that are one thing and longer, each with its reason. */
export const filesASitting = (exceptions: Record<string, string>): Rule => (files) => files
  .filter(({ path }) => code(path) && !(path in exceptions))
  .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
  .filter(({ lines }) => lines > longestFile)
  .map(({ path, lines }) => `${path}: ${lines} lines, more than ${longestFile}`)

/** A rule that lists each place where a pattern stands in the files that `where` chooses. */
function forbids(pattern: RegExp, where: (path: string) => boolean, what: string, read = withoutComments): Rule {
  return (files) => files.filter(({ path }) => where(path)).flatMap(({ path, text }) => read(text).split('\n')
    .filter((line) => pattern.test(line)).map((line) => `${path}: ${what}: ${line.trim().slice(0, 100)}`))
}

/** Programs talk to people through the log and the command line, nowhere else. */
export const noConsole = forbids(/\bconsole\.\w/,
  (path) => code(path) && path.startsWith('src/') && !/^src\/(main\.ts|commands\/|web\/public\/)/.test(path) && !isTest(path),
  'writes to the console')

export const noAny = forbids(/\bas any\b|:\s*any\b|<any>|\bany\[\]/, code, 'switches the compiler off')

/** In a test, an expected error is a proof that the compiler refuses. */
export const noErrorIgnored: Rule = (files) => [
  ...forbids(/@ts-(ignore|nocheck)/, code, 'switches the compiler off', (text) => text)(files),
  ...forbids(/@ts-expect-error/, (path) => code(path) && !isTest(path), 'switches the compiler off', (text) => text)(files),
]

/** 待辦 is a word of the product, and its code name is `todos`: only the shouted form is a note to oneself. */
export const nothingUnfinished = forbids(/\b(TODO|FIXME|XXX|HACK)\b/, (path) => /\.(ts|tsx|mjs|sql|css)$/.test(path),
  'left unfinished', (text) => text)

/** A test that is switched off, or that alone is switched on, proves nothing. */
export const noTestSwitchedOff = forbids(/\b(test|it|describe|suite)\.(only|skip|todo)\(|\{\s*(only|todo):\s*true/, isTest,
  'a test switched off or alone')

/** Folders of whoever wrote it; the system's own (/usr, /tmp, /var/lib, /proc, /etc) are the same everywhere. */
export const noMachinePaths = forbids(/(^|[\s'"`(=])\/(work|home|root|Users|mnt)\/[\w.]/, () => true,
  'a path of one machine', (text) => text)

/** A sentence whose name stands nowhere but where it is said is read by nobody. One whose name others have too is not noticed. */
export const sentencesRead: Rule = (files) => {
  const said: { path: string; name: string }[] = []
  const words = new Set<string>()
  for (const { path, text } of files.filter((one) => /^src\/.*\.(ts|tsx|mjs|js)$/.test(one.path) && !isTest(one.path))) {
    const rest = !path.endsWith('messages.ts') ? text : text.replaceAll(/^(\s+)'?([A-Za-z]\w*)'?:/gm, (_, space: string, name: string) => {
      said.push({ path, name })
      return space
    })
    for (const [word] of rest.matchAll(/[A-Za-z_]\w*/g)) words.add(word)
  }
  return [...new Set(said.filter(({ name }) => !words.has(name)).map(({ path, name }) => `${path}: nobody reads ${name}`))]
}

// -------------------------------------------------------------------------------------------------------- dependencies

/** Every dependency has a line in a decision record: the package's name in backquotes, and why. */
export function dependenciesWithReason(packageJson: string, decisions: SourceFile[]): string[] {
  const manifest = JSON.parse(packageJson) as Record<string, Record<string, string> | undefined>
  const written = decisions.map(({ text }) => text).join('\n')
  return ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((key) => Object.entries(manifest[key] ?? {}))
    .flatMap(([name, version]) => [
      ...(written.includes(`\`${name}\``) ? [] : [`${name}: no decision record says why`]),
      ...(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`${name}: ${version} is not pinned`]),
    ])
}
