import type { ClockSaid, DaySaid, Fact, Length, Part, Period, Piece, Repeat, SaidRepeat } from './said.ts'

/**
 * Puts a repetition together from its pieces: «раз в две недели» + «по пятницам» + «в 10» + «до конца года». Null for
 * things that exclude each other.
 */
export function repeatOf(pieces: readonly Piece[]): SaidRepeat | null {
  const draft: Draft = {
    repeats: [],
    days: [],
    clocks: [],
    parts: [],
    ranges: [],
    lengths: [],
    zones: [],
    periods: [],
    counts: [],
  }
  for (const piece of pieces) if (!put(draft, piece)) return null
  const repeat = merged(draft.repeats)
  const tooMany = [draft.clocks, draft.parts, draft.ranges, draft.zones, draft.periods, draft.counts]
  if (repeat === null || tooMany.some((facts) => facts.length > 1)) return null
  const placed = placeDays(repeat, draft.days)
  if (placed === null) return null
  return {
    ...placed,
    moment: momentOf(draft, placed.repeat),
    within: draft.periods[0] ?? null,
    count: draft.counts[0] ?? null,
  }
}

interface Draft {
  readonly repeats: Repeat[]
  readonly days: { readonly day: DaySaid; readonly bound: Piece['bound'] }[]
  readonly clocks: ClockSaid[]
  readonly parts: Part[]
  readonly ranges: Extract<Fact, { type: 'clocks' }>[]
  readonly lengths: Length[]
  readonly zones: string[]
  readonly periods: Period[]
  readonly counts: number[]
}

/** False for what no repetition has: «каждый понедельник через час». */
function put(draft: Draft, { fact, bound }: Piece): boolean {
  switch (fact.type) {
    case 'repeat':
      return draft.repeats.push(fact.repeat) > 0
    case 'day':
      return draft.days.push({ day: fact.day, bound }) > 0
    case 'clock':
      return draft.clocks.push(fact.clock) > 0
    case 'part':
      return draft.parts.push(fact.part) > 0
    case 'clocks':
      return draft.ranges.push(fact) > 0
    case 'days': {
      draft.days.push({ day: fact.start.day, bound: 'from' }, { day: fact.end.day, bound: 'by' })
      return true
    }
    case 'length':
      return draft.lengths.push(fact.length) > 0
    case 'zone':
      return draft.zones.push(fact.zone) > 0
    case 'period':
      return draft.periods.push(fact.period) > 0
    case 'count':
      return draft.counts.push(fact.count) > 0
    case 'moment-shift':
    case 'same-time':
    case 'invalid':
    case 'unclear':
      return false
    case 'whole-day':
    case 'topic':
      return true
  }
}

/** «раз в две недели по пятницам»: one says how often, the other on which days. */
function merged(repeats: readonly Repeat[]): Repeat | null {
  const [first, second, ...more] = repeats
  if (first === undefined || more.length > 0) return null
  if (second === undefined) return first
  const days = [...first.weekdays, ...second.weekdays]
  const plain = first.weekdays.length === 0 || second.weekdays.length === 0
  const weekly = first.frequency === second.frequency && first.frequency === 'weekly' && plain
  return {
    frequency: weekly ? 'weekly' : null,
    interval: Math.max(first.interval, second.interval),
    weekdays: days,
    day: first.day ?? second.day,
    part: first.part ?? second.part,
  }
}

interface Placed {
  readonly repeat: Repeat
  readonly from: DaySaid | null
  readonly until: DaySaid | null
}

/** Of the days beside a repetition one may be its own («ежемесячно 15-го»), one its start and one its end. */
function placeDays(repeat: Repeat, days: Draft['days']): Placed | null {
  let own = repeat
  let from: DaySaid | null = null
  let until: DaySaid | null = null
  for (const { day, bound } of days) {
    const named = ownDay(own, day, bound)
    if (named !== null) own = named
    else if (bound === 'by' && until === null) until = day
    else if (bound !== 'by' && from === null) from = day
    else return null
  }
  return { repeat: own, from, until }
}

/** «каждую неделю в четверг», «ежемесячно до 10-го», «каждый год 1 сентября». */
function ownDay(repeat: Repeat, day: DaySaid, bound: Piece['bound']): Repeat | null {
  const { frequency } = repeat
  if (bound === 'from' || bound === 'after') return null
  if (frequency === 'weekly' && day.type === 'weekday' && repeat.weekdays.length === 0) {
    return { ...repeat, weekdays: [day.weekday] }
  }
  const fits =
    (frequency === 'monthly' && (day.type === 'day-of-month' || day.type === 'end')) ||
    (frequency === 'yearly' && day.type === 'calendar' && day.year === null)
  if (!fits || repeat.day !== null) return null
  // A month's last day is another number each month, which the calendar's rule cannot say.
  return { ...repeat, frequency: day.type === 'end' ? null : frequency, day }
}

function momentOf(draft: Draft, repeat: Repeat): SaidRepeat['moment'] {
  const [range] = draft.ranges
  return {
    type: 'moment',
    day: null,
    checks: [],
    clock: range?.start ?? draft.clocks[0] ?? null,
    end: range?.end ?? null,
    part: draft.parts[0] ?? repeat.part,
    length: draft.lengths.find(({ seconds }) => seconds > 0) ?? null,
    zone: draft.zones[0] ?? null,
    bound: 'at',
  }
}
