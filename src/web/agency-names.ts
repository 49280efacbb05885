import type { Language } from './language.ts'

type Named = { name: string; nameEn: string | null }

/** The agency's name in the language of the page, where there is one. */
export function nameIn({ name, nameEn }: Named, language: Language): string {
  return language === 'en' ? nameEn ?? name : name
}
