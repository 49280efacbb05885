// Loads the validator with one of its checks taken away: `ECPA_MUTANT` has the file of src/pki, the text and what stands there instead.
import { registerHooks } from 'node:module'

const { file, from, to } = JSON.parse(process.env.ECPA_MUTANT)
const address = new URL(`../../src/pki/${file}`, import.meta.url).href

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    return url === address ? { ...loaded, source: String(loaded.source).replace(from, () => to), shortCircuit: true } : loaded
  },
})
