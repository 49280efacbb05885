import type { Language } from './language.ts'
import type { LocalPath } from './reply.ts'

/** What every page knows of the installation, the same for all requests. */
export type Site = {
  /** How people reach us, e.g. `https://ecpa.dgpa.gov.tw`; from the settings, never from a request. */
  origin: string
  /** Whether this is the demonstration, which says so on every page. */
  demo: boolean
  /** Whether a page can be asked for at that fixed address; the navigation shows nothing that is not there. */
  has: (path: string) => boolean
  /** The page that helps with what is done at that path (「說明」); null where none does. */
  help: (path: string) => LocalPath | null
  /** The address of a file of `public/`. */
  asset: (name: string) => string
  contact: Contact
  /** Where browsers find the signing component of their card reader (4.7). */
  cardComponent: string
}

/** Whom to ask, as the foot of every page and the problem pages say it. */
export type Contact = {
  office: Record<Language, string>
  phone: string
  email: string
  hours: Record<Language, string>
}
