/** The language an author is spoken to in where no `--lang` says so: DIALOGS_LANG. */
import type { Language } from '../ports/language.ts'

export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  return env['DIALOGS_LANG']?.trim().toLowerCase() === 'en' ? 'en' : 'ru'
}
