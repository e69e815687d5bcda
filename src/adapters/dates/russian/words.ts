import type { Half, Unit, Which } from '../said.ts'

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
  readonly monthCase?: 'nom' | 'gen' | 'prep'
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
  add('надо нужно мне нам ему ей им', { link: true })
  return all
}

type Add = (forms: string, word: Word) => void

const cardinals: readonly (readonly [number, string, string])[] = [
  [0, 'ноль нуль', 'нуля'],
  [1, 'один одна одну одно', 'одного одной'],
  [2, 'два две', 'двух'],
  [3, 'три', 'трех'],
  [4, 'четыре', 'четырех'],
  [5, 'пять', 'пяти'],
  [6, 'шесть', 'шести'],
  [7, 'семь', 'семи'],
  [8, 'восемь', 'восьми'],
  [9, 'девять', 'девяти'],
  [10, 'десять', 'десяти'],
  [11, 'одиннадцать', 'одиннадцати'],
  [12, 'двенадцать', 'двенадцати'],
  [13, 'тринадцать', 'тринадцати'],
  [14, 'четырнадцать', 'четырнадцати'],
  [15, 'пятнадцать', 'пятнадцати'],
  [16, 'шестнадцать', 'шестнадцати'],
  [17, 'семнадцать', 'семнадцати'],
  [18, 'восемнадцать', 'восемнадцати'],
  [19, 'девятнадцать', 'девятнадцати'],
  [20, 'двадцать', 'двадцати'],
  [30, 'тридцать', 'тридцати'],
  [40, 'сорок', 'сорока'],
  [50, 'пятьдесят', 'пятидесяти'],
  [60, 'шестьдесят', 'шестидесяти'],
  [70, 'семьдесят', 'семидесяти'],
  [80, 'восемьдесят', 'восьмидесяти'],
  [90, 'девяносто', 'девяноста'],
  [100, 'сто', 'ста'],
  [200, 'двести', 'двухсот'],
  [300, 'триста', 'трехсот'],
]

const ordinalStems: readonly (readonly [number, string])[] = [
  [1, 'перв'],
  [2, 'втор'],
  [4, 'четверт'],
  [5, 'пят'],
  [6, 'шест'],
  [7, 'седьм'],
  [8, 'восьм'],
  [9, 'девят'],
  [10, 'десят'],
  [11, 'одиннадцат'],
  [12, 'двенадцат'],
  [13, 'тринадцат'],
  [14, 'четырнадцат'],
  [15, 'пятнадцат'],
  [16, 'шестнадцат'],
  [17, 'семнадцат'],
  [18, 'восемнадцат'],
  [19, 'девятнадцат'],
  [20, 'двадцат'],
  [30, 'тридцат'],
]

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
  add('полтора полторы полутора', { count: 1.5 })
  add('пару пара парочку пары', { count: 2 })
}

const weekdayForms: readonly (readonly [string, string])[] = [
  ['понедельник понедельника понедельнику понедельником понедельнике', 'пн пнд пон понед'],
  ['вторник вторника вторнику вторником вторнике', 'вт втр'],
  ['среда среды среду среде средой', 'ср срд'],
  ['четверг четверга четвергу четвергом четверге', 'чт чтв четв'],
  ['пятница пятницы пятницу пятнице пятницей', 'пт птн пятн'],
  ['суббота субботы субботу субботе субботой', 'сб сбт суб субб'],
  ['воскресенье воскресенья воскресенью воскресеньем воскресение воскресения', 'вс вск воск воскр'],
]

const monthForms: readonly (readonly [string, string, string, string])[] = [
  ['январь', 'января', 'январе', 'янв'],
  ['февраль', 'февраля', 'феврале', 'фев февр'],
  ['март', 'марта', 'марте', 'мар'],
  ['апрель', 'апреля', 'апреле', 'апр'],
  ['май', 'мая', 'мае', ''],
  ['июнь', 'июня', 'июне', 'июн'],
  ['июль', 'июля', 'июле', 'июл'],
  ['август', 'августа', 'августе', 'авг'],
  ['сентябрь', 'сентября', 'сентябре', 'сен сент'],
  ['октябрь', 'октября', 'октябре', 'окт'],
  ['ноябрь', 'ноября', 'ноябре', 'ноя нояб'],
  ['декабрь', 'декабря', 'декабре', 'дек'],
]

function addCalendar(add: Add): void {
  for (const [index, [full, short]] of weekdayForms.entries()) {
    add(full, { weekday: index + 1 })
    add(short, { weekday: index + 1, short: true })
  }
  for (const [index, [nom, gen, prep, short]] of monthForms.entries()) {
    add(nom, { month: index + 1, monthCase: 'nom' })
    add(gen, { month: index + 1, monthCase: 'gen' })
    add(prep, { month: index + 1, monthCase: 'prep' })
    if (short !== '') add(short, { month: index + 1, monthCase: 'gen' })
  }
}

function addUnits(add: Add): void {
  add('секунда секунды секунд сек', { unit: 'second' })
  add('секунду секундочку', { unit: 'second', one: true })
  add('минута минуты минут мин м', { unit: 'minute' })
  add('минуту минутку минуточку', { unit: 'minute', one: true })
  add('часа часов часам часу часика ч', { unit: 'hour' })
  add('час часик часок', { unit: 'hour', one: true })
  add('дня дней дню дн суток', { unit: 'day' })
  add('день денек сутки', { unit: 'day', one: true })
  add('неделя недели недель неделе нед', { unit: 'week' })
  add('неделю недельку', { unit: 'week', one: true })
  add('месяца месяцев месяцу месяце мес', { unit: 'month' })
  add('месяц', { unit: 'month', one: true })
  add('квартала кварталов кварталу квартале', { unit: 'quarter' })
  add('квартал', { unit: 'quarter', one: true })
  add('года лет году', { unit: 'year' })
  add('год', { unit: 'year', one: true })
  add('утра', { half: 'morning' })
  add('дня пополудни', { half: 'day' })
  add('вечера', { half: 'evening' })
  add('ночи', { half: 'night' })
}

function addRelative(add: Add): void {
  add('сегодня', { day: 0 })
  add('завтра', { day: 1 })
  add('послезавтра', { day: 2 })
  add('послепослезавтра', { day: 3 })
  add('вчера', { day: -1 })
  add('позавчера', { day: -2 })
  add('этот эту это этого этой этому этом эти этих текущей текущего текущем текущую', { which: 'this' })
  add('ближайший ближайшую ближайшее ближайшего ближайшей ближайшему ближайшие', { which: 'nearest' })
  add(
    'следующий следующую следующее следующего следующей следующему следующем следующие следующих ' +
      'следующ след будущий будущую будущее будущего будущей будущему будущем',
    { which: 'next' },
  )
  add('прошлый прошлую прошлое прошлого прошлой прошлому прошлом прошлые прошлых', { which: 'last' })
}
