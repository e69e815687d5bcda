import { type Tokens, is } from './tokens.ts'

/**
 * «версия 10.05», «п. 10.05», «приказ № 15.03»: the number belongs to the noun before it. A date with its year is one
 * all the same after a paper that has no number of that shape: «оплата счёта 02.12.2026».
 */
export function isLabelled(tokens: Tokens, i: number): boolean {
  if (isProduct(tokens, i)) return true
  if (tokens[i]?.literal?.type === 'date' && papers.has(tokens[i - 1]?.text ?? '')) return false
  const mark = tokens[i - 1]?.kind === 'mark'
  const label = mark ? tokens[i - 2] : tokens[i - 1]
  if (is(tokens[i - 1], '№', '#', '+', '$', '*', '/')) return true
  if (mark && !is(tokens[i - 1], '.')) return false
  if (label === undefined) return false
  return labels.has(label.text) || (/^[a-z]+$/.test(label.text) && !isDated(tokens, i, label.text))
}

/** «zoom 07.12», «Anna 11.12 в 16:00»: no version begins with a zero, and a meeting has a day rather than a version. */
function isDated(tokens: Tokens, i: number, label: string): boolean {
  const said = tokens[i]?.literal
  if (said?.type !== 'dots' || said.width !== 2 || versioned.has(label)) return false
  const padded = tokens[i]?.text.length === 5
  const clock = is(tokens[i + 1], 'в', 'к', 'с', 'до') ? tokens[i + 2] : tokens[i + 1]
  return padded && (meetings.has(label) || tokens[i]?.text[0] === '0' || clock?.literal?.type === 'clock')
}

const versioned = new Set(
  'v ver version rev release build ubuntu python php node nodejs go java postgres ios android windows chrome firefox'.split(
    ' ',
  ),
)

const meetings = new Set(
  'zoom meet meeting call sync teams skype webex telegram demo standup review workshop deadline online offline'.split(
    ' ',
  ),
)

/** «1С 8.3»: letters written to a number are a name with it. */
function isProduct(tokens: Tokens, i: number): boolean {
  const name = tokens[i - 1]
  return name?.kind === 'word' && !name.gap && tokens[i - 2]?.kind === 'literal'
}

const papers = new Set('счет счета акт акта договор договора накладная форма'.split(' '))

const labels = new Set(
  (
    'версия версии версию ревизия ревизии ревизию редакция редакции релиз сборка п пп пункт пункта пункту ст статья раздел глава номер приказ приказа договор ' +
    'договора накладная счет счета акт акта платежка платежку платежке фактура упд форма гост снип инн кпп артикул код цена цену стоимость сумма курс ставка ' +
    'бюджет размер вес рост температура рейтинг оценка офис дом кабинет квартира стр страница рис таблица'
  ).split(' '),
)
