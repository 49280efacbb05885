// Whether what the pages send is HTML as the specification has it: nesting, attributes, identifiers that stand once, what
// points at what. Browsers forgive all of it, each in its own way, and axe looks at what they made of it.
import { HtmlValidate, StaticConfigLoader } from 'html-validate'

const rules = new StaticConfigLoader({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // How a tag is written makes no difference to what it is, and the renderer writes it: <!doctype>, <br/>, hidden="".
    'doctype-style': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    // A button that is given no type sends its form, and here every one that has none is meant to.
    'no-implicit-button-type': 'off',
    // Tables that become lists of cards on a telephone lose their roles with `display: block`, unless these are said.
    'no-redundant-role': 'off',
    // The PIN of a card is not a password that a browser should offer to keep.
    'autocomplete-password': 'off',
    // What is at work shows itself again after seconds, without script alone; nothing can be typed on such a page.
    'meta-refresh': 'off',
    // What is sent several times is a list: ticks, the rows of a table, what was chosen before.
    'form-dup-name': 'off',
    // HTML takes any identifier without a space; ours may hold a colon, as the keys of entries do.
    'valid-id': ['error', { relaxed: true }],
    // What is wrong with a form is told above the page's heading, under one of its own.
    'heading-level': ['error', { minInitialRank: 'h2' }],
    // Style and scripts come from where the page comes from, by the same connection.
    'require-sri': 'off',
  },
})
// Reading what elements there are takes longer than looking at a page: once is enough.
const read = rules.getConfigFor('page.html')
rules.getConfigFor = () => read
const validator = new HtmlValidate(rules)

/** What is wrong with a page, a sentence for each fault with the rule and the way to the element; none: empty. */
export async function htmlFaults(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} at ${selector ?? 'the document'}`))
}
