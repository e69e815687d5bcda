import type { Language } from '../ports/language.ts'
import type { ConfigProblem, Environment } from './reader.ts'

/** The language to speak to whoever starts it, whatever else is wrong with the settings. */
export function authorLanguageOf(env: Environment): Language {
  return env['DIALOGS_LANG']?.trim().toLowerCase() === 'en' ? 'en' : 'ru'
}

/** Every mistake in the settings, for whoever has to mend them. */
export function refusalOf(problems: readonly ConfigProblem[], language: Language): string {
  const head = {
    ru: 'Настройки не приняты. Исправьте в файле .env (образец — .env.example):',
    en: 'The settings are refused. Correct them in the file .env (.env.example shows how):',
  }
  const lines = problems.map(
    ({ key, message, english }) => `  ${key}: ${language === 'ru' ? message : english}`,
  )
  return [head[language], ...lines].join('\n')
}
