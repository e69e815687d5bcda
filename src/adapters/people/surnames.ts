import {
  type Forms,
  type Gender,
  declined,
  declinedMale,
  declinedNoun,
  hyphenated,
  together,
  undeclined,
} from './cases.ts'

/** The forms of a surname in lower case with е for ё; of one whose bearer may be of either gender, both sets. */
export function surnameForms(surname: string, gender: Gender): Forms {
  const halves = surname.split('-').map((half) => formsOf(half, gender))
  const [first, ...others] = halves
  if (first === undefined) return new Map()
  return others.reduce<Forms>((left, right) => hyphenated(withBare(left), right), first)
}

/** «Сухово-Кобылину», «Тян-Шанскому»: the first half often stays as it is. */
function withBare(forms: Forms): Forms {
  const [bare] = forms.keys()
  return bare === undefined ? forms : together(forms, undeclined(bare))
}

function formsOf(word: string, gender: Gender): Forms {
  if (word === '') return new Map()
  if (gender === 'male') return maleForms(word)
  if (gender === 'female') return femaleForms(word)
  return together(maleForms(word), femaleForms(word))
}

function maleForms(word: string): Forms {
  const stem = word.slice(0, -2)
  // «Смирнов», «Пушкин», «Птицын»; foreign ones in -ин take -ом, and so do slips.
  if (/(?:[ое]в|[иы]н)$/u.test(word)) return declined(word, word, ['а', 'у', 'а', 'ым ом', 'е'])
  if (/[ыи]х$/u.test(word)) return undeclined(word)
  if (word.length > 4 && /[ыо]й$/u.test(word)) {
    const by = /[гкхжшщч]$/u.test(stem) ? 'им' : 'ым'
    return declined(word, stem, ['ого', 'ому', 'ого', by, 'ом'])
  }
  if (word.length > 4 && /[гкх]ий$/u.test(word))
    return declined(word, stem, ['ого', 'ому', 'ого', 'им', 'ом'])
  if (word.length > 4 && word.endsWith('ий'))
    return together(declined(word, stem, ['его', 'ему', 'его', 'им', 'ем']), declinedMale(word))
  return nounForms(word)
}

function nounForms(word: string): Forms {
  if (/[ая]$/u.test(word)) return declinedNoun(word)
  if (/[оеиуыэю]$/u.test(word)) return undeclined(word)
  // «Кравец – Кравцу», «Соловей – Соловью», «Носок – Носку»; their bearers use both.
  if (/[^аеиоуыэюя]ец$/u.test(word))
    return together(
      declined(word, `${word.slice(0, -2)}ц`, ['а', 'у', 'а', 'ом ем', 'е']),
      declinedMale(word),
    )
  if (/[^аеиоуыэюя]ок$/u.test(word))
    return together(declined(word, `${word.slice(0, -2)}к`, ['а', 'у', 'а', 'ом', 'е']), declinedMale(word))
  if (/[^аеиоуыэюя]ей$/u.test(word))
    return together(declined(word, `${word.slice(0, -2)}ь`, ['я', 'ю', 'я', 'ем', 'е']), declinedMale(word))
  return declinedMale(word)
}

function femaleForms(word: string): Forms {
  const stem = word.slice(0, -1)
  if (/[ое]ва$/u.test(word)) return declined(word, stem, ['ой', 'ой', 'у', 'ой ою', 'ой'])
  if (/[иы]на$/u.test(word))
    return together(declined(word, stem, ['ой', 'ой', 'у', 'ой ою', 'ой']), declinedNoun(word))
  if (word.endsWith('ая')) {
    const of = /[жшщч]ая$/u.test(word) ? 'ой ей' : 'ой'
    return declined(word, word.slice(0, -2), [of, of, 'ую', `${of} ою`, of])
  }
  if (word.endsWith('яя')) return declined(word, word.slice(0, -2), ['ей', 'ей', 'юю', 'ей ею', 'ей'])
  // «Ирине Ким», «у Мельник»: of a woman, what ends in a consonant stays as it is.
  return /[ая]$/u.test(word) ? declinedNoun(word) : undeclined(word)
}
