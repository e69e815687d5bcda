import type { Half, Unit, Which } from '../said.ts'
import { cardinalSlips, cardinals, monthForms, ordinalStems, weekdayForms } from './forms.ts'

/** Everything a Russian form can mean to the rules; one form may carry several readings («дня»: half-day and unit). */
export interface Word {
  readonly cardinal?: number
  readonly ordinal?: number
  /** Of the numeral: `acc` also serves as nominative, `gen` of 5 and more also as dative. */
  readonly case?: 'acc' | 'gen' | 'dat'
  readonly weekday?: number
  /** «пт», «вт». */
  readonly short?: true
  readonly month?: number
  readonly monthCase?: 'nom' | 'gen' | 'prep' | 'dat'
  readonly unit?: Unit
  /** The form that alone means one: «час», «неделю». */
  readonly one?: true
  readonly half?: Half
  /** Days from today. */
  readonly day?: number
  readonly which?: Which
  /** Count without unit words: «полтора» 1.5, «пару» 2. */
  readonly count?: number
  /** May follow a bare number without being counted by it: prepositions, conjunctions, particles. */
  readonly link?: true
}

export const words: ReadonlyMap<string, Word> = dictionary()

function dictionary(): Map<string, Word> {
  const all = new Map<string, Word>()
  const add = (forms: string, word: Word): void => {
    for (const form of forms.split(' ')) all.set(form, { ...all.get(form), ...word })
  }
  addNumerals(add)
  addCalendar(add)
  addUnits(add)
  addRelative(add)
  add(
    'в во к ко до на с со у по для о об про за из от без перед после при через под над около между и а но или не',
    { link: true },
  )
  add('надо нужно мне нам ему ей им ровно мск екб нск спб msk utc gmt', { link: true })
  return all
}

type Add = (forms: string, word: Word) => void

function addNumerals(add: Add): void {
  for (const [cardinal, acc, gen] of cardinals) {
    add(acc, { cardinal, case: 'acc' })
    add(gen, { cardinal, case: 'gen' })
  }
  add('одному', { cardinal: 1, case: 'dat' })
  add('двум', { cardinal: 2, case: 'dat' })
  add('трем', { cardinal: 3, case: 'dat' })
  add('четырем', { cardinal: 4, case: 'dat' })
  for (const [ordinal, stem] of ordinalStems) {
    add(`${stem}ого`, { ordinal, case: 'gen' })
    add(`${stem}ое`, { ordinal, case: 'acc' })
    add(`${stem}ому`, { ordinal, case: 'dat' })
  }
  add('третьего', { ordinal: 3, case: 'gen' })
  add('третье', { ordinal: 3, case: 'acc' })
  add('третьему', { ordinal: 3, case: 'dat' })
  for (const [form, cardinal] of cardinalSlips) add(form, { cardinal, case: 'acc' })
  add('полтора полторы полутора', { count: 1.5 })
  add('пару пара парочку пары', { count: 2 })
}

function addCalendar(add: Add): void {
  for (const [index, [full, short]] of weekdayForms.entries()) {
    add(full, { weekday: index + 1 })
    add(short, { weekday: index + 1, short: true })
  }
  for (const [index, [nom, gen, prep, dat, short]] of monthForms.entries()) {
    add(nom, { month: index + 1, monthCase: 'nom' })
    add(gen, { month: index + 1, monthCase: 'gen' })
    add(prep, { month: index + 1, monthCase: 'prep' })
    add(dat, { month: index + 1, monthCase: 'dat' })
    if (short !== '') add(short, { month: index + 1, monthCase: 'gen' })
  }
}

function addUnits(add: Add): void {
  add('секунда секунды секунд сек', { unit: 'second' })
  add('секунду секундочку', { unit: 'second', one: true })
  add('минута минуты минут минуток минутки мин м', { unit: 'minute' })
  add('минуту минутку минуточку', { unit: 'minute', one: true })
  add('часа часов часам часу часика часиков ч', { unit: 'hour' })
  add('час часик часок', { unit: 'hour', one: true })
  add('дня дней дню дн денька деньков суток', { unit: 'day' })
  add('день денек сутки', { unit: 'day', one: true })
  add('неделя недели недель неделе нед', { unit: 'week' })
  add('неделю недельку', { unit: 'week', one: true })
  add('месяца месяцев месяцу месяце мес', { unit: 'month' })
  add('месяц', { unit: 'month', one: true })
  add('квартала кварталов кварталу квартале', { unit: 'quarter' })
  add('квартал', { unit: 'quarter', one: true })
  add('года лет году', { unit: 'year' })
  add('год годик', { unit: 'year', one: true })
  add('утра', { half: 'morning' })
  add('дня пополудни', { half: 'day' })
  add('вечера', { half: 'evening' })
  add('ночи', { half: 'night' })
}

function addRelative(add: Add): void {
  add('сегодня седня сення', { day: 0 })
  add('завтра', { day: 1 })
  add('послезавтра', { day: 2 })
  add('послепослезавтра', { day: 3 })
  add('вчера', { day: -1 })
  add('позавчера', { day: -2 })
  add('этот эту эта это этого этой этому этом эти этих текущей текущего текущем текущую', { which: 'this' })
  add('ближайший ближайшую ближайшее ближайшего ближайшей ближайшему ближайшие', { which: 'nearest' })
  add(
    'следующий следующая следующую следующее следующего следующей следующему следующем следующие следующих ' +
      'следующ след следущий следущую следущее следущего следущей следущему следущем следущие будущий будущую будущее будущего будущей будущему будущем',
    { which: 'next' },
  )
  add(
    'прошлый прошлую прошлое прошлого прошлой прошлому прошлом прошлые прошлых прошлая минувший минувшую минувшее минувшего минувшей',
    { which: 'last' },
  )
}
