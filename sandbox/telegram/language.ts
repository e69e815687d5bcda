import type { Parameters } from './parameters.ts'
import { refuse } from './refusal.ts'

/**
 * `language_code`: two small letters, or empty for everybody else.
 *
 * @throws Refusal for anything longer, such as `ru-RU`.
 */
export function readLanguage(parameters: Parameters): string {
  const language = parameters.text('language_code')
  return language === '' || /^[a-z]{2}$/.test(language) ? language : refuse('Invalid language code specified')
}
