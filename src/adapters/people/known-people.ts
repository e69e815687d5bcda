import type { KnownPeople, Roster } from '../../ports/people.ts'
import { createPeopleReader } from './reader.ts'

/** The people reader over the employees as they are known at the moment of reading. */
export function createKnownPeople(roster: Roster): KnownPeople {
  const reader = createPeopleReader()
  return {
    mentions: (text, options) => reader.mentions(text, roster.people(), options),
    named: (text) => reader.named(text, roster.people()),
  }
}
