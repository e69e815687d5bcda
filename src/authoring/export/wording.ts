/** The dialog's own texts, as they stand on a picture: short, plain, with the names of values for the values. */
import type { Json } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import type { Condition } from '../../machines/language/definition-parts.ts'
import { nameOf, type DialogDefinition, type Step } from '../../machines/language/definition.ts'
import { parseTemplate } from '../../machines/language/markup.ts'
import { isObject, valueAt } from '../../machines/statechart/values.ts'
import { isAll, isAny, isNot, outcomesOf } from './facts.ts'

export interface Wording {
  /** A text of the dialog; empty for a key it does not have. */
  text(key: string | undefined): string
  /** What the answer of a step is called, for people. */
  nameOfAnswer(path: string): string
  /** An answer the author wrote: an option, a menu's button, yes or no, nothing. */
  outcome(step: string, value: Json): string
  condition(condition: Condition): string
  words: (typeof vocabulary)[Language]
}

/** What the pictures themselves say. */
const vocabulary = {
  ru: {
    ask: 'вопрос',
    search: 'поиск',
    list: 'список',
    menu: 'меню',
    review: 'проверка',
    call: 'служба',
    say: 'сообщение',
    start: 'Начало',
    done: 'Готово',
    back: '‹ Назад',
    edit: 'Изменить',
    more: 'ещё',
    repeats: 'повторит',
    once: 'ровно один раз',
    asksAgain: 'сбой → снова',
    goesOn: 'сбой → дальше',
    yes: 'Да',
    no: 'Нет',
    skipped: 'Пропустить',
    answered: 'ответ',
    other: 'иначе',
    or: ' или ',
    not: 'не ',
    none: 'нет',
    some: 'есть',
    failedCall: 'не вышло',
    ends: 'сбой → конец',
    always: 'В любой момент: /cancel — отмена',
    known: 'ответ уже известен — шаг пропускается',
    idle: 'молчание',
    closes: 'диалог закрывается',
    types: {
      text: 'текст',
      number: 'число',
      choice: 'выбор',
      yes_no: 'да или нет',
      email: 'почта',
      code: 'код',
      date_time: 'дата и время',
      time: 'время',
      duration: 'длительность',
      zone: 'часовой пояс',
    },
    units: { ms: 'мс', s: 'с', m: 'мин', h: 'ч', d: 'дн.' },
    overview: 'Диалоги помощника',
    overviewAbout:
      'Сплошная стрелка: кнопка одного диалога начинает другой; пунктир — другой диалог посередине, после него разговор возвращается',
    noCommand: 'без команды',
    steps: 'шагов',
    needs: 'нужен прежде других, диалогам',
  },
  en: {
    ask: 'question',
    search: 'search',
    list: 'list',
    menu: 'menu',
    review: 'review',
    call: 'service',
    say: 'message',
    start: 'Start',
    done: 'Done',
    back: '‹ Back',
    edit: 'Change',
    more: 'more',
    repeats: 'repeats',
    once: 'exactly once',
    asksAgain: 'failure → again',
    goesOn: 'failure → onward',
    yes: 'Yes',
    no: 'No',
    skipped: 'Skip',
    answered: 'answer',
    other: 'else',
    or: ' or ',
    not: 'not ',
    none: 'no',
    some: 'there is',
    failedCall: 'failed',
    ends: 'failure → end',
    always: 'At any moment: /cancel gives up',
    known: 'a step whose answer is known is passed over',
    idle: 'silence',
    closes: 'the dialog closes',
    types: {
      text: 'text',
      number: 'number',
      choice: 'choice',
      yes_no: 'yes or no',
      email: 'e-mail',
      code: 'code',
      date_time: 'date and time',
      time: 'time',
      duration: 'length',
      zone: 'time zone',
    },
    units: { ms: 'ms', s: 's', m: 'min', h: 'h', d: 'd' },
    overview: 'Dialogs of the assistant',
    overviewAbout:
      'Solid arrow: a button of one dialog starts another; dashed: another dialog in between, after which this one goes on',
    noCommand: 'no command',
    steps: 'steps',
    needs: 'needed first by dialogs',
  },
} as const

export function wordingOf(definition: DialogDefinition, language: Language): Wording {
  const words = vocabulary[language]
  const steps = new Map(definition.steps.map((step) => [nameOf(step), step]))

  function text(key: string | undefined): string {
    const body = key !== undefined && Object.hasOwn(definition.texts, key) ? definition.texts[key] : undefined
    const said = body?.[language] ?? ''
    return plainText(typeof said === 'string' ? said : said.other, nameInText)
  }

  function nameOfAnswer(path: string): string {
    const [root = path, ...rest] = path.split('.')
    const step = steps.get(root)
    const label = step && 'label' in step && step.label !== root ? rawText(step.label) : ''
    return [label === '' ? root : label, ...rest].join('.')
  }

  /** A label stands in the middle of a sentence there. */
  function nameInText(path: string): string {
    const name = nameOfAnswer(path)
    return name === path ? path : name.toLowerCase()
  }

  function rawText(key: string | undefined): string {
    const body = key === undefined ? undefined : definition.texts[key]?.[language]
    return typeof body === 'string' ? body : ''
  }

  function outcome(name: string, value: Json): string {
    const step = steps.get(name)
    if (value === null) return skipLabel(step) ?? words.skipped
    if (typeof value === 'boolean') return value ? words.yes : words.no
    if (value === 'filled') return words.answered
    if (step !== undefined && 'menu' in step) {
      const button = step.buttons.find((one) => 'pick' in one && one.pick === value)
      return text(button?.label ?? inWords(value)) || inWords(value)
    }
    return text(inWords(value)) || inWords(value)
  }

  function skipLabel(step: Step | undefined): string | undefined {
    return step !== undefined && 'skip' in step && step.skip !== undefined ? text(step.skip) : undefined
  }

  function condition(of: Condition): string {
    if (isAny(of)) return of.any.map(condition).join(words.or)
    if (isAll(of)) return of.all.map(condition).join(', ')
    if (isNot(of)) return `${words.not}${condition(of.not)}`
    return Object.entries(of)
      .map(([path, test]) => tested(path, test))
      .join(', ')
  }

  function tested(path: string, test: Json): string {
    const name = nameOfAnswer(path)
    const step = steps.get(path)
    if (test === 'empty') return `${words.none}: ${name}`
    if (test === 'filled') return `${words.some}: ${name}`
    if (isList(test)) return test.map((one) => tested(path, one)).join(words.or)
    if (step !== undefined && outcomesOf(step).length > 0) return `«${outcome(path, test)}»`
    // A call that went on after a failure has `true` for its answer.
    if (step !== undefined && 'call' in step && test === true) return `${words.failedCall}: ${name}`
    if (!isObject(test)) return `${name} = ${outcome(path, test)}`
    const signs = { above: '>', below: '<', has: '∋' }
    return Object.entries(signs)
      .flatMap(([key, sign]) => (key in test ? [`${name} ${sign} ${inWords(valueAt(test, key))}`] : []))
      .join(' ')
  }

  return { text, nameOfAnswer, outcome, condition, words }
}

function inWords(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** Without markup; a value is its name in brackets. */
function plainText(source: string, nameOfValue: (path: string) => string): string {
  return parseTemplate(source)
    .parts.map((part) => {
      if (part.type === 'text') return part.text
      if (part.type === 'value') return `[${nameOfValue(part.path)}]`
      return part.type === 'break' ? '\n' : ''
    })
    .join('')
    .trim()
}
