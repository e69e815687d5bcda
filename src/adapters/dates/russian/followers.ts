import { type Tokens, is } from './tokens.ts'

/** Happenings that follow a clock («в 11 созвон») rather than being counted by its number («до 10 человек»). */
const happenings = new Set(
  (
    'встреча встречи встречу созвон созвоны звонок планерка планерку летучка летучку стендап совещание собрание ' +
    'обед обедаем ужин показ демо презентация презентацию интервью собеседование тренировка урок лекция вебинар ' +
    'митинг врач стоматолог доклад обсуждение защита экзамен поезд самолет вылет рейс отчет доставка курьер такси ' +
    'напомни напомнить позвони отправь сделай созвонись жду ждем будет буду начало старт выезд сбор сдача дедлайн ' +
    'ретро груминг синк митап концерт кино театр спектакль прием запись'
  ).split(' '),
)

/**
 * Whether a number may be a clock or a day when token `i` follows it: not when that is a noun the number could count
 * or name («в 3 экземплярах», «в 2 раза», «в 9 кабинете»). `known` says a day was named right before, which settles
 * all but clear counts.
 */
export function standsBefore(tokens: Tokens, i: number, known: boolean): boolean {
  const next = tokens[i]
  if (next === undefined || next.word.link === true) return true
  if (next.text === '-') return next.gap && tokens[i + 1]?.kind === 'word'
  if (next.kind === 'mark') return !/[%№°₽$€+*/]/.test(next.text)
  // «в 10 27 ноября»: a date follows.
  if (tokens[i + 1]?.word.month !== undefined) return true
  if (next.kind === 'literal') return next.literal?.type !== 'number' || known
  if (!/^[а-я]+$/.test(next.text)) return known && !/^[a-z]{1,3}$/.test(next.text)
  if (next.capital) return !measures.has(next.text)
  const { weekday, month, day, which, half } = next.word
  if (weekday ?? month ?? day ?? which ?? half) return true
  if (day === 0 || happenings.has(next.text)) return true
  if (isCounted(next.text)) return false
  return known || /(?:ть|ться|ти|тись|чь|чься)$/.test(next.text)
}

/** Nothing but punctuation follows: the number closes its phrase («завтра 15», «20 марта 26»). */
export function closes(tokens: Tokens, i: number): boolean {
  const next = tokens[i]
  return next === undefined || is(next, '.', ',', ';', '!', '?', ')', '\n')
}

const countedWords = new Set(
  (
    'человек человека человеку раз раза разу штук штуки шт руб рубль рубля рублей р тыс тысяч тысячи млн млрд кг км м см мм ' +
    'т г лет года год процент процента процентов экземпляр экземпляра этаж этажа кабинет офис комната комнату корпус дом ' +
    'квартира подъезд слайд слайда файла файл страниц страницы страница строк строки пункт пункта места мест задач ' +
    'задачи мл литров градусов вольт чел этапа этап класс балл балла минут минуты дней дня неделю недели месяц месяца мес'
  ).split(' '),
)

/** Written with a capital as often as without: «до 5 Мбит», «до 10 ГБ». */
const measures = new Set('мбит гбит кбит мб гб тб кб квт вт гц мгц ггц мпа'.split(' '))

function isCounted(noun: string): boolean {
  if (countedWords.has(noun) || measures.has(noun)) return true
  return /(?:ах|ях|ов|ев|ами|ями|ам|ям|[^иь]е)$/.test(noun)
}
