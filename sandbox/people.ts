import type { PersonProfile } from './telegram/profiles.ts'

/** Who has the sandbox's Telegram: three employees-to-be and a stranger who speaks English. */
export const people: readonly PersonProfile[] = [
  { id: 501_001, firstName: 'Анна', lastName: 'Петрова', username: 'anna_p', languageCode: 'ru' },
  { id: 501_002, firstName: 'Игорь', lastName: 'Ким', languageCode: 'ru' },
  { id: 501_003, firstName: 'Пётр', username: 'petr_iv', languageCode: 'ru' },
  { id: 501_004, firstName: 'John', lastName: 'Smith', languageCode: 'en' },
]
