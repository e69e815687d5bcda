/** Grammatical cases as bits, so that what two words have in common is one operation. */
export const nominative = 1
export const genitive = 2
export const dative = 4
export const accusative = 8
export const instrumental = 16
export const prepositional = 32
export const anyCase = 63

export type Gender = 'male' | 'female' | 'unknown'

/** The forms of a word, each with the cases it may be. */
export type Forms = ReadonlyMap<string, number>

/** `endings`: of the genitive, dative, accusative, instrumental and prepositional; several with a blank between. */
export function declined(nominativeForm: string, stem: string, endings: readonly string[]): Forms {
  const forms = new Map<string, number>([[nominativeForm, nominative]])
  for (const [at, list] of endings.entries()) {
    for (const ending of list.split(' ')) {
      const form = stem + (ending === '-' ? '' : ending)
      forms.set(form, (forms.get(form) ?? 0) | (genitive << at))
    }
  }
  return forms
}

export function undeclined(word: string): Forms {
  return new Map([[word, anyCase]])
}

/** Every form that is in one of these. */
export function together(...all: readonly Forms[]): Forms {
  const forms = new Map<string, number>()
  for (const one of all) for (const [form, cases] of one) forms.set(form, (forms.get(form) ?? 0) | cases)
  return forms
}

/** «Римского-Корсакова»: both halves in the same case; a half may also stay as it is. */
export function hyphenated(first: Forms, second: Forms): Forms {
  const forms = new Map<string, number>()
  for (const [left, leftCases] of first) {
    for (const [right, rightCases] of second) {
      const cases = leftCases & rightCases
      if (cases === 0) continue
      const form = `${left}-${right}`
      forms.set(form, (forms.get(form) ?? 0) | cases)
    }
  }
  return forms
}

/** «Скиба», «Берия», «Таня», «Никита». */
export function declinedNoun(word: string): Forms {
  const stem = word.slice(0, -1)
  if (word.endsWith('ия')) return declined(word, stem, ['и', 'и', 'ю', 'ей ею', 'и'])
  if (word.endsWith('я')) return declined(word, stem, ['и', 'е', 'ю', 'ей ею', 'е'])
  const hard = /[гкхжшщч]$/u.test(stem) ? 'и' : 'ы'
  const soft = /[жшщчц]$/u.test(stem) ? 'ей ею ой ою' : 'ой ою'
  return declined(word, stem, [hard, 'е', 'у', soft, 'е'])
}

/** «Ким», «Бондарь», «Гайдай»: masculine words that are no adjectives. */
export function declinedMale(word: string): Forms {
  const stem = word.slice(0, -1)
  if (word.endsWith('ь')) return declined(word, stem, ['я', 'ю', 'я', 'ем', 'е'])
  if (word.endsWith('ий')) return declined(word, stem, ['я', 'ю', 'я', 'ем', 'и е'])
  if (word.endsWith('й')) return declined(word, stem, ['я', 'ю', 'я', 'ем', 'е'])
  const by = /[жшщчц]$/u.test(word) ? 'ем ом' : 'ом'
  return declined(word, word, ['а', 'у', 'а', by, 'е'])
}
