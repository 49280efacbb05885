// Which rules of a stylesheet a piece of a page can be touched by, told from their text alone: no browser is needed, and what
// is too much does no harm. By it a picture of the page is known to be stale.

/** A page of 816 pixels and more, on a screen, in the light: what only others get says nothing of it. */
const elsewhere = /print|prefers-color-scheme: dark|forced-colors|prefers-reduced-motion|^@media[^{]*max-width/

type Used = { tags: ReadonlySet<string>; names: ReadonlySet<string> }

/** What stands around every piece of a page. */
const FRAME = ['html', 'body', 'main', 'div', '.wrap', '.body']

function usedBy(html: string): Used {
  const tags = new Set([...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag!))
  const names = new Set([...html.matchAll(/\s(class|id)="([^"]*)"/g)]
    .flatMap(([, kind, value]) => value!.split(/\s+/).map((name) => (kind === 'class' ? `.${name}` : `#${name}`))))
  for (const one of FRAME) (one.startsWith('.') ? names : tags).add(one)
  return { tags, names }
}

/** At the commas of the selector that stand in no brackets. */
function alternatives(selector: string): string[] {
  let depth = 0
  const parts = ['']
  for (const character of selector) {
    if (character === '(') depth++
    if (character === ')') depth--
    if (character === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

/** Whether all that the selector names is there. What stands in brackets is not looked at. */
function mayMatch(selector: string, { tags, names }: Used): boolean {
  const plain = selector.replaceAll(/\[[^\]]*\]/g, '').replaceAll(/:[\w-]+\((?:[^()]|\([^()]*\))*\)/g, '')
  const named = [...plain.matchAll(/[.#][A-Za-z][\w-]*/g)].map(([name]) => name)
  const bare = plain.replaceAll(/[.#:]{1,2}[A-Za-z][\w-]*/g, ' ')
  return named.every((name) => names.has(name)) && [...bare.matchAll(/[a-z][a-z0-9]*/g)].every(([tag]) => tags.has(tag))
}

/** The blocks of a stylesheet: what stands before the brace, and what stands in it. */
function blocksOf(css: string): { head: string; body: string }[] {
  const blocks: { head: string; body: string }[] = []
  let at = 0
  while (true) {
    const open = css.indexOf('{', at)
    if (open === -1) return blocks
    let depth = 1
    let end = open + 1
    for (; depth > 0 && end < css.length; end++) depth += css[end] === '{' ? 1 : css[end] === '}' ? -1 : 0
    blocks.push({ head: css.slice(at, open).trim(), body: css.slice(open + 1, end - 1).trim() })
    at = end
  }
}

function inUse(css: string, used: Used): string[] {
  return blocksOf(css).flatMap(({ head, body }) => {
    if (head.startsWith('@')) return elsewhere.test(head) || head.startsWith('@page') ? [] : [head, ...inUse(body, used)]
    const matching = alternatives(head).filter((one) => mayMatch(one, used))
    return matching.length === 0 ? [] : [`${matching.map((one) => one.trim()).join(', ')}{${body}}`]
  })
}

/** The rules of `css` that may touch the piece of a page, as text. */
export function cssInUse(css: string, html: string): string {
  return inUse(css.replaceAll(/\/\*[\s\S]*?\*\//g, ''), usedBy(html)).map((rule) => rule.replaceAll(/\s+/g, ' ')).join('\n')
}
