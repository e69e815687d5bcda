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
  return label !== undefined && (labels.has(label.text) || /^[a-z]+$/.test(label.text))
}

/** «1С 8.3»: letters written to a number are a name with it. */
function isProduct(tokens: Tokens, i: number): boolean {
  const name = tokens[i - 1]
  return name?.kind === 'word' && !name.gap && tokens[i - 2]?.kind === 'literal'
}

const papers = new Set('счет счета акт акта договор договора накладная форма'.split(' '))

const labels = new Set(
  (
    'версия версии версию релиз сборка п пп пункт пункта пункту ст статья раздел глава номер приказ приказа договор ' +
    'договора накладная счет счета акт акта платежка платежку платежке фактура упд форма гост снип инн кпп артикул код цена цену стоимость сумма курс ставка ' +
    'бюджет размер вес рост температура рейтинг оценка офис дом кабинет квартира стр страница рис таблица'
  ).split(' '),
)
