/** Reads a configuration file (4.3a) from its bytes: YAML here, tables in `configuration-csv.ts`. */
import { isAlias, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { Document } from 'yaml'
import type { z } from 'zod'
import { configurationSchema, SECTIONS_NOT_YET } from './configuration.ts'
import { readConfigurationTable } from './configuration-csv.ts'
import type { Configuration } from './configuration.ts'
import type { ConfigurationFault, FaultCode, ShapeFaultCode } from './configuration-faults.ts'

export type Path = ConfigurationFault['path']

/** `lineOf` gives the line where the thing at a path stands, for faults that only the database can tell. */
export type ReadConfiguration =
  | { configuration: Configuration; lineOf: (path: Path) => number | null }
  | { faults: ConfigurationFault[] }

// A nation's whole configuration with 10,000 groups' members fits four times; the parser needs about a hundred times
// it.
const LARGEST_FILE = 4 * 1024 * 1024
// Told in one go; what has more faults than this is not that kind of file.
const MOST_FAULTS = 200

/** Reads the file whole. `name` tells by its ending whether it is a table (`.csv`) or YAML. */
export function readConfiguration(bytes: Uint8Array, name: string): ReadConfiguration {
  if (bytes.length > LARGEST_FILE) return refuse('tooLarge', `${LARGEST_FILE / 1024 / 1024}`)
  const text = decode(bytes)
  if (text === null) return refuse('notUtf8', '')
  if (text.trim() === '') return refuse('empty', '')
  return /\.csv$/i.test(name) ? readConfigurationTable(text) : readYaml(text)
}

const refuse = (code: FaultCode, detail: string): { faults: ConfigurationFault[] } =>
  ({ faults: [{ code, line: null, path: [], detail }] })

function decode(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

function readYaml(text: string): ReadConfiguration {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core' })
  if (document.errors.length > 0) {
    return { faults: document.errors.slice(0, MOST_FAULTS).map((error) => ({
      code: 'syntax', line: lines.linePos(error.pos[0]).line, path: [], detail: error.message,
    })) }
  }
  const aliases = aliasesOf(document, lines)
  if (aliases.length > 0) return { faults: aliases }
  const lineOf = (path: Path): number | null => lineAt(document, lines, path)
  const read = configurationSchema.safeParse(document.toJS({ maxAliasCount: 0 }), { reportInput: true })
  if (read.success) return { configuration: read.data, lineOf }
  return { faults: faultsOf(read.error.issues, document, lines) }
}

/** Configuration has no need of aliases, and a few of them in one another make gigabytes of a few lines. */
function aliasesOf(document: Document, lines: LineCounter): ConfigurationFault[] {
  const faults: ConfigurationFault[] = []
  visit(document, (_key, node) => {
    if (!isAlias(node)) return undefined
    faults.push({ code: 'alias', line: lines.linePos(node.range?.[0] ?? 0).line, path: [], detail: node.source })
    return faults.length >= MOST_FAULTS ? visit.BREAK : undefined
  })
  return faults
}

/** The line of the thing at the path, or of the nearest thing around it that is there. */
function lineAt(document: Document, lines: LineCounter, path: Path): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return null
}

/** The line of a key itself, for keys that should not be there. */
function lineOfKey(document: Document, lines: LineCounter, path: Path, key: string): number | null {
  const around = path.length === 0 ? document.contents : document.getIn(path, true)
  const pair = isMap(around) ? around.items.find((item) => isScalar(item.key)
    && String(item.key.value) === key) : undefined
  const node = pair?.key
  return isScalar(node) && node.range ? lines.linePos(node.range[0]).line : lineAt(document, lines, path)
}

/** In the order of the file; what is in no line comes first. */
const byLine = (a: ConfigurationFault, b: ConfigurationFault): number => (a.line ?? 0) - (b.line ?? 0)

type Issue = z.core.$ZodIssue
const SECTIONS: readonly string[] = SECTIONS_NOT_YET

function faultsOf(issues: readonly Issue[], document: Document, lines: LineCounter): ConfigurationFault[] {
  return issues.slice(0, MOST_FAULTS).flatMap((issue): ConfigurationFault[] => {
    const path = issue.path.filter((step) => typeof step !== 'symbol')
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        code: path.length === 0 && SECTIONS.includes(key) ? 'notYet' : 'unknownKey',
        line: lineOfKey(document, lines, path, key), path: [...path, key], detail: key.slice(0, 50),
      }))
    }
    const missing = issue.input === undefined
    // Each part of the schema names its own sentence as the message.
    const code = missing ? 'missing' : issue.message as ShapeFaultCode
    return [{ code, line: lineAt(document, lines, path), path, detail: shown(issue, path) }]
  }).toSorted(byLine)
}

function shown(issue: Issue, path: Path): string {
  if (path.at(-1) === 'clientSecret') return ''
  const { input } = issue
  return typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean'
    ? String(input).slice(0, 50) : ''
}
