// Markdown as people write it, as elements of a short list. The reader knows no HTML, and what it reads becomes elements here and
// never a string: what is not on the list is shown as the text that it is. No pictures: they would come from elsewhere.
import MarkdownIt from 'markdown-it'
import type { Child } from 'hono/jsx'
import type { Token } from 'markdown-it'

const LINKS = /^(https?:\/\/[^/]|mailto:[^@]+@)/i

/** A reader that sees tables or not, and addresses that stand for themselves or not. */
function makeReader(tables: boolean, addresses: boolean): MarkdownIt {
  const reader = new MarkdownIt({ html: false, linkify: addresses, breaks: true, typographer: false })
  // `reference`: an address of 10,000 characters, written once and repeated by three, made a page of 16 MB.
  reader.disable(['image', 'html_block', 'html_inline', 'reference', ...(tables ? [] : ['table'])])
  // Only what is written as an address becomes one: 「1.4版」 is none.
  reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  reader.validateLink = (address) => LINKS.test(address)
  return reader
}

// Whoever opens a page waits for its text to be read, and everybody else with them. A row of a table is filled up to the width of its
// head, and each address is looked for through the rest of the text: of either there is no more than somebody could mean.
const MOST_CELLS = 10_000
const MOST_ADDRESSES = 200
const READERS = [false, true].map((tables) => [false, true].map((addresses) => makeReader(tables, addresses)))

/** As many cells as the tables of the text have at the most: none goes on after an empty line. */
function cellsIn(text: string): number {
  let cells = 0
  for (const block of text.split(/\n[ \t]*(?=\n)/)) {
    const widths = block.split('\n').map((line) => line.split('|').length)
    const width = widths.reduce((one, other) => Math.max(one, other), 1)
    if (width > 1) cells += widths.length * width
  }
  return cells
}

function read(text: string): Token[] {
  const tables = cellsIn(text) <= MOST_CELLS
  const addresses = (text.match(/\/\/|mailto:/gi)?.length ?? 0) <= MOST_ADDRESSES
  return READERS[Number(tables)]![Number(addresses)]!.parse(text, {})
}

/** Elements that hold others, by what the reader calls them. */
const HOLDERS = {
  paragraph: 'p', bullet_list: 'ul', ordered_list: 'ol', list_item: 'li', blockquote: 'blockquote', strong: 'strong', em: 'em', s: 's',
  table: 'table', thead: 'thead', tbody: 'tbody', tr: 'tr', th: 'th', td: 'td', heading: 'h', link: 'a',
} as const
type Holder = keyof typeof HOLDERS

const isHolder = (name: string): name is Holder => Object.hasOwn(HOLDERS, name)
const nameOf = ({ type }: Token): string => type.replace(/_(open|close)$/, '')

// The title of the page is its first heading. The writer's own begin right below it and never skip a level on the way down, whatever
// was written for the sake of its size: who listens to a page finds the way by them.
type Outline = number[]
function headingOf(outline: Outline, tag: string): 'h2' | 'h3' | 'h4' | 'h5' | 'h6' {
  const level = Number(tag.slice(1))
  while (outline.length > 0 && outline.at(-1)! >= level) outline.pop()
  outline.push(level)
  return `h${Math.min(6, outline.length + 1)}` as 'h2' | 'h3' | 'h4' | 'h5' | 'h6'
}

/** The words of what was read, without its signs, on one line of at most so many characters. */
function wordsOf(tokens: readonly Token[], most: number): string {
  const words = (some: readonly Token[]): string => some.map((token) => token.type === 'inline' ? `${words(token.children ?? [])} `
    : token.type.endsWith('break') ? ' ' : token.nesting === 0 ? token.content : '').join('')
  return onOneLine(words(tokens), most)
}

function onOneLine(words: string, most: number): string {
  const signs = Array.from(words.replace(/\s+/g, ' ').trim())
  return signs.length <= most ? signs.join('') : `${signs.slice(0, most - 1).join('')}…`
}

// A table of the reader's has no caption, and who listens to a page goes from table to table by their names: it is called by what
// it stands under. No longer than a name: many small tables may stand under one long heading.
const MOST_TABLE_NAME = 60
type Tables = { under: string; called: Map<string, number> }
function tableName({ under, called }: Tables): string | undefined {
  if (under === '') return undefined
  const nth = (called.get(under) ?? 0) + 1
  called.set(under, nth)
  return nth === 1 ? under : `${under} ${nth}`
}

function held(token: Token, children: Child[], outline: Outline, tables: Tables): Child {
  const name = nameOf(token)
  if (!isHolder(name)) return <>{children}</>
  if (name === 'paragraph' && token.hidden) return <>{children}</>
  if (name === 'link') {
    const address = token.attrGet('href') ?? ''
    // Looked at once more where it becomes an address: nothing may rest on another's settings.
    return LINKS.test(address) ? <a href={address} rel="noopener noreferrer nofollow">{children}</a> : <>{children}</>
  }
  if (name === 'heading') {
    const Heading = headingOf(outline, token.tag)
    return <Heading>{children}</Heading>
  }
  if (name === 'ordered_list') return <ol start={Number(token.attrGet('start') ?? 1)}>{children}</ol>
  if (name === 'table') return <div class="scrolls" tabindex={0}><table aria-label={tableName(tables)}>{children}</table></div>
  const Element = HOLDERS[name] as 'p'
  return <Element>{children}</Element>
}

function leaf(token: Token): Child {
  switch (token.type) {
    case 'inline': return <>{nested(token.children ?? [], '')}</>
    case 'softbreak':
    case 'hardbreak': return <br />
    case 'hr': return <hr />
    case 'code_inline': return <code>{token.content}</code>
    case 'code_block':
    case 'fence': return <pre tabindex={0}><code>{token.content}</code></pre>
    default: return token.content
  }
}

/** The reader's flat list, in which what opens is closed later, as elements within one another. `title`: of the whole. */
function nested(tokens: readonly Token[], title: string): Child[] {
  const open: { token: Token; children: Child[] }[] = []
  const top: Child[] = []
  const outline: Outline = []
  const tables: Tables = { under: onOneLine(title, MOST_TABLE_NAME), called: new Map() }
  const add = (child: Child): void => void (open.at(-1)?.children ?? top).push(child)
  for (const token of tokens) {
    if (token.nesting === 1) open.push({ token, children: [] })
    else if (token.nesting === 0) {
      if (token.type === 'inline' && open.at(-1)?.token.type === 'heading_open') tables.under = wordsOf([token], MOST_TABLE_NAME) || tables.under
      add(leaf(token))
    } else {
      const closed = open.pop()!
      add(held(closed.token, closed.children, outline, tables))
    }
  }
  return top
}

/** The language of what somebody wrote, where it is seen by its signs; a page in another then says so. */
export const writtenIn = (text: string): 'zh-Hant-TW' | undefined => (/\p{Script=Han}/u.test(text) ? 'zh-Hant-TW' : undefined)

/** What was written, as a reader sees it. `title`: what a table is called by where no heading stands above it; '' for none. */
export function Markdown({ text, title }: { text: string; title: string }) {
  return <div class="prose" lang={writtenIn(text)}>{nested(read(text), title)}</div>
}

// Signs and addresses stand between the words; ten times as long has as many words as are asked for.
const READ_FOR_EACH = 10

/** The words alone, on one line: for lists and for readers of feeds. Of a long text only the beginning is read. */
export function plainText(text: string, most: number): string {
  return wordsOf(read(text.slice(0, most * READ_FOR_EACH)), most)
}
