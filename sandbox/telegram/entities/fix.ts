import { endOf, sortEntities, withoutOverlaps } from './entity.ts'
import type { EntityType, MessageEntity } from './entity.ts'

/** Styles may overlap anything: they are cut at the borders of what they cross, and joined where they touch. */
const styles: readonly EntityType[] = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler']
const styleTypes = new Set(styles)
const quoteTypes = new Set<EntityType>(['blockquote', 'expandable_blockquote'])
/** Nothing may lie inside these. */
const solidTypes = new Set<EntityType>(['pre', 'code', 'date_time'])

/**
 * Entities that a message may carry, out of whatever was given: no overlaps except styles over others and anything in
 * quotes; of two that cannot stand together the first stays (td `fix_entities`). The result is sorted.
 */
export function fixEntities(given: readonly MessageEntity[]): MessageEntity[] {
  const entities = sortEntities(given.filter(isMeaningful))
  if (areConsistent(entities)) return entities
  const quotes = withoutOverlaps(entities.filter(isQuote))
  const others = withoutOverlaps(entities.filter((entity) => !isQuote(entity) && !isStyle(entity)))
  const kept = sortEntities([...withoutQuoteCrossing(others, quotes), ...quotes])
  return joinStyles(entities.filter(isStyle), kept)
}

/** Adds what was detected in the text where nothing given stands in the way (td `merge_new_entities`). */
export function addDetected(
  given: readonly MessageEntity[],
  detected: readonly MessageEntity[],
): MessageEntity[] {
  if (detected.length === 0) return [...given]
  const quotes = given.filter(isQuote)
  const others = given.filter((entity) => !isQuote(entity) && !isStyle(entity))
  const isFree = (entity: MessageEntity) =>
    !others.some((other) => other.offset < endOf(entity) && entity.offset < endOf(other))
  const added = withoutQuoteCrossing(detected, quotes).filter(isFree)
  return joinStyles(given.filter(isStyle), sortEntities([...others, ...added, ...quotes]))
}

function isStyle(entity: MessageEntity): boolean {
  return styleTypes.has(entity.type)
}

function isQuote(entity: MessageEntity): boolean {
  return quoteTypes.has(entity.type)
}

function isContinuous(entity: MessageEntity): boolean {
  return !isStyle(entity) && !isQuote(entity) && !solidTypes.has(entity.type)
}

function isMeaningful(entity: MessageEntity): boolean {
  return entity.length > 0 && entity.url !== ''
}

/** Can all of them stand as they are? Takes sorted entities. */
function areConsistent(entities: readonly MessageEntity[]): boolean {
  const around: MessageEntity[] = []
  const styleEnds = new Map<EntityType, number>()
  for (const entity of entities) {
    while (around.length > 0 && entity.offset >= endOf(around.at(-1) ?? entity)) around.pop()
    if (around.length > 0 && !fitsInside(entity, around)) return false
    if (isStyle(entity)) {
      if ((styleEnds.get(entity.type) ?? -1) >= entity.offset) return false
      styleEnds.set(entity.type, endOf(entity))
    }
    around.push(entity)
  }
  return true
}

function fitsInside(entity: MessageEntity, around: readonly MessageEntity[]): boolean {
  const parent = around.at(-1)
  if (parent === undefined) return true
  if (endOf(entity) > endOf(parent) || solidTypes.has(parent.type)) return false
  if (around.some((outer) => isSameKind(outer, entity) || isStyle(outer))) return false
  if (solidTypes.has(entity.type) && !around.every(isQuote)) return false
  if ((isContinuous(entity) || isQuote(entity)) && around.some(isContinuous)) return false
  return !(isQuote(entity) && around.some(isQuote))
}

function isSameKind(a: MessageEntity, b: MessageEntity): boolean {
  return a.type === b.type && (a.language === undefined) === (b.language === undefined)
}

/** Drops what sticks out of a quote on either side, and what contains one. */
function withoutQuoteCrossing(
  entities: readonly MessageEntity[],
  quotes: readonly MessageEntity[],
): MessageEntity[] {
  return entities.filter((entity) => {
    const quote = quotes.find((quote) => endOf(quote) > entity.offset)
    if (quote === undefined) return true
    const sticksOut = endOf(quote) < endOf(entity)
    const beginsBefore = entity.offset < quote.offset && quote.offset < endOf(entity)
    return !sticksOut && !beginsBefore
  })
}

/** A style under way: where its current piece began and where it ends as far as is known. */
interface Run {
  start: number
  end: number
}

/**
 * Cuts styles at the borders of `others` and at the starts of other styles, joins touching ones of the same kind, and
 * leaves none inside code (td `split_entities`).
 */
function joinStyles(
  styleEntities: readonly MessageEntity[],
  others: readonly MessageEntity[],
): MessageEntity[] {
  const pieces: MessageEntity[] = []
  const runs = new Map<EntityType, Run>()
  const waiting = [...styleEntities]

  function flush(until: number): void {
    for (const type of styles) {
      const run = runs.get(type)
      if (run === undefined || run.start >= until) continue
      const end = Math.min(run.end, until)
      pieces.push({ type, offset: run.start, length: end - run.start })
      if (run.end <= until) runs.delete(type)
      else run.start = until
    }
  }

  function advance(until: number): void {
    for (let next = waiting[0]; next !== undefined && next.offset < until; next = waiting[0]) {
      waiting.shift()
      const run = runs.get(next.type)
      if (run !== undefined && next.offset <= run.end) run.end = Math.max(run.end, endOf(next))
      else {
        flush(next.offset)
        runs.set(next.type, { start: next.offset, end: endOf(next) })
      }
    }
    flush(until)
  }

  const around: MessageEntity[] = []
  function leave(until: number): void {
    for (let last = around.at(-1); last !== undefined && until >= endOf(last); last = around.at(-1)) {
      const count = pieces.length
      advance(endOf(last))
      if (solidTypes.has(last.type)) pieces.length = count
      around.pop()
    }
    advance(until)
  }

  for (const other of others) {
    leave(other.offset)
    around.push(other)
  }
  leave(Infinity)
  return sortEntities([...others, ...pieces])
}
