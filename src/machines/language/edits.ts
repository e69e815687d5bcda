/** What an edited definition says of the one before it: where the answers of earlier versions belong now. */
import { nameOf, verbOf, type DialogDefinition, type Edit, type Step } from './definition.ts'

/**
 * Where an answer given under version `from` belongs now: the name of its step, which may have been renamed several times
 * since; null where it is to be forgotten. Versions before `from` are behind it already.
 */
export function placesSince(definition: DialogDefinition, from: number): (name: string) => string | null {
  const edits = editsSince(definition, from)
  return (name) => {
    let now = name
    for (const { renamed, dropped, retyped } of edits) {
      if (dropped?.includes(now) === true || retyped?.includes(now) === true) return null
      if (renamed !== undefined && Object.hasOwn(renamed, now)) now = renamed[now] ?? now
      if (retyped?.includes(now) === true) return null
    }
    return now
  }
}

/** Whether an answer to the one could be an answer to the other. */
export function isAlike(was: Step, is: Step): boolean {
  if (verbOf(was) !== verbOf(is)) return false
  if ('type' in was && 'type' in is) return was.type === is.type
  return 'service' in was && 'service' in is ? was.service === is.service : true
}

/** Steps of `after` that ask for something else than the same steps of `before`, where nobody has said so. */
export function silentlyRetyped(before: DialogDefinition, after: DialogDefinition): readonly string[] {
  const places = placesSince(after, before.version)
  const now = new Map(after.steps.map((step) => [nameOf(step), step]))
  return before.steps.flatMap((was) => {
    const place = places(nameOf(was))
    const is = place === null ? undefined : now.get(place)
    return is === undefined || isAlike(was, is) || place === null ? [] : [place]
  })
}

function editsSince({ migrate = {} }: DialogDefinition, from: number): readonly Edit[] {
  return Object.entries(migrate)
    .filter(([version]) => Number(version) >= from)
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, edit]) => edit)
}
