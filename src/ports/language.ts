/** The languages people are spoken to in. */
export type Language = 'ru' | 'en'
