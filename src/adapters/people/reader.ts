import type { PeopleReader, Person, PersonMention } from '../../ports/people.ts'
import { assigneeOf } from './assignee.ts'
import { dative, instrumental, nominative, prepositional } from './cases.ts'
import { groupsOf } from './groups.ts'
import { known } from './known-names.ts'
import { namesIn, type Name } from './names.ts'
import { participantsOf } from './participants.ts'
import { mentionsOf } from './part.ts'
import { createStaff, type Staff } from './staff.ts'
import { tokenise } from './tokens.ts'

/**
 * Reads employees out of Russian and English sentences: names in any case form, first names, initials, diminutives. Pure;
 * looks at the first 400 characters; never throws on a text, and never names anybody who is not in the directory.
 *
 * What it knows of a directory is kept with that very array: hand in the same one until it changes.
 */
export function createPeopleReader(): PeopleReader {
  const known = new WeakMap<readonly Person[], Staff>()

  return {
    mentions(text, directory, { expect, taken = [] }) {
      if (directory.length === 0) return []
      const tokens = tokenise(text, taken)
      const groups = groupsOf(tokens, namesIn(tokens, staffOf(directory)))
      const part = expect === 'assignee' ? assigneeOf : participantsOf
      return groups.flatMap((group): readonly PersonMention[] => {
        const place = { tokens, group }
        const decided = part(place)
        return decided === null ? [] : mentionsOf(place, decided)
      })
    },
    named: (text, directory) => (directory.length === 0 ? [] : named(text, staffOf(directory))),
  }

  function staffOf(directory: readonly Person[]): Staff {
    const staff = known.get(directory) ?? createStaff(directory)
    known.set(directory, staff)
    return staff
  }
}

/** Whoever a text that is a name and nothing else may mean, best first. */
function named(text: string, staff: Staff): readonly Person[] {
  const tokens = tokenise(text, []).filter(
    ({ kind, text: of }, at, all) =>
      (kind !== 'mark' || (of === '.' && all[at - 1]?.kind === 'initial')) &&
      !(at === 0 && all.length > 1 && /^(?:для|на|у|с|со|к|for)$/u.test(of)),
  )
  const [name, another] = namesIn(tokens, staff)
  if (name === undefined || another !== undefined || name.slip) return []
  if (name.from !== 0 || name.to !== tokens.length) return []
  const asIs = name.fits.filter(({ cases }) => (cases & nominative) !== 0)
  const others = name.fits.filter(({ cases }) => (cases & nominative) === 0)
  const safe = asIs.length > 0 || !isSomebodyElse(name, tokens.length, text)
  return safe ? [...asIs, ...others].map(({ person }) => person) : []
}

/** «Иванова», where there is only Иванов: most likely somebody else, whom the directory does not hold. */
function isSomebodyElse(name: Name, words: number, text: string): boolean {
  if (words > 1) return false
  const told = name.fits.some(({ cases }) => (cases & (dative | instrumental | prepositional)) !== 0)
  const word = text.trim().toLowerCase().replaceAll('ё', 'е')
  return !told && (/(?:[ое]ва|[иы]на)$/u.test(word) || known.has(word))
}
