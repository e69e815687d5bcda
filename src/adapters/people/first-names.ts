import {
  type Forms,
  type Gender,
  declined,
  declinedMale,
  declinedNoun,
  together,
  undeclined,
} from './cases.ts'
import { known, maleInA, shortOf } from './known-names.ts'

const irregular: ReadonlyMap<string, Forms> = new Map([
  ['лев', declined('лев', 'льв', ['а', 'у', 'а', 'ом', 'е'])],
  ['павел', declined('павел', 'павл', ['а', 'у', 'а', 'ом', 'е'])],
  ['любовь', declined('любовь', 'любов', ['и', 'и', 'ь', 'ью', 'и'])],
])

/** The forms of a first name or a diminutive, in lower case with е for ё. */
export function firstNameForms(name: string, gender: Gender): Forms {
  const own = irregular.get(name)
  if (own !== undefined) return own
  if (/[ая]$/u.test(name)) return declinedNoun(name)
  if (/[оеиуыэю]$/u.test(name)) return undeclined(name)
  if (gender === 'male') return declinedMale(name)
  // «Айгуль – Айгули»; «Элис» stays.
  const female = name.endsWith('ь')
    ? together(declined(name, name.slice(0, -1), ['и', 'и', 'ь', 'ью', 'и']), undeclined(name))
    : undeclined(name)
  return gender === 'female' ? female : together(female, declinedMale(name))
}

/** All that somebody of this name is called: the name itself, its other spellings, its diminutives. */
export function calledBy(name: string): readonly string[] {
  return [...new Set([name, ...(shortOf.get(name) ?? [])])]
}

/** A man's «Илья» and «Никита» end like a woman's name; what nobody tells is left open. */
export function genderOf(firstName: string, secondName: string, surname: string): Gender {
  if (/(?:вич|[иь]ич|оглы)$/u.test(secondName)) return 'male'
  if (/(?:вна|чна|кызы)$/u.test(secondName)) return 'female'
  const told = known.get(firstName)
  if (told !== undefined) return told
  if (/(?:[ое]в|[иы]н|[сц]кий|ый)$/u.test(surname)) return 'male'
  if (/(?:[ое]ва|[иы]на|ая)$/u.test(surname)) return 'female'
  if (/[ая]$/u.test(firstName)) return maleInA.has(firstName) ? 'male' : 'female'
  return /[^аеиоуыэюя]$/u.test(firstName) && !firstName.endsWith('ь') ? 'male' : 'unknown'
}

/** «Ивановичу», «Сергеевны». */
export function secondNameForms(secondName: string): Forms {
  return /[ая]$/u.test(secondName) ? declinedNoun(secondName) : declinedMale(secondName)
}

/** Whether a word looks like somebody's second name, in any case. */
export function isSecondName(word: string): boolean {
  return /(?:[ое]вич|[иь]ич)(?:а|у|ем|е)?$|(?:[ое]вн|ичн)(?:а|ы|у|ой|ою|е)$/u.test(word)
}
