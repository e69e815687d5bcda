/**
 * A conversation as it goes on the screen, kept to be saved as a test of a dialog together with what services answered
 * in it.
 *
 * @import { AnswerView, ChatView } from '../site/wire.ts'
 */

/**
 * @typedef {{ atMs: number } & (
 *   | { by: 'person', said: { user: string } | { edit: string } | { file: string, caption?: string } | { press: string } }
 *   | { by: 'bot', id: number, lines: readonly string[] }
 * )} Entry
 */

/** @typedef {{ entries: Entry[], texts: Map<number, string> }} Seen */

/** Writes down what comes and what changes; of what was there before it, only what is left on the screen. */
export function createTalkRecorder() {
  /** @type {Map<number, Seen>} */
  const talks = new Map()

  /** @param {number} person */
  function talkOf(person) {
    /** @type {Seen} */
    const talk = talks.get(person) ?? { entries: [], texts: new Map() }
    talks.set(person, talk)
    return talk
  }

  return {
    /**
     * @param {ChatView} chat
     * @param {number} nowMs
     */
    see({ personId, messages }, nowMs) {
      const { entries, texts } = talkOf(personId)
      for (const { id, from, text, file, kind, atMs } of messages) {
        const before = texts.get(id)
        if (before === text) continue
        texts.set(id, text)
        const at = before === undefined ? atMs : nowMs
        if (from === 'bot') entries.push({ atMs: at, by: 'bot', id, lines: linesOf(text) })
        else if (before !== undefined) entries.push({ atMs: at, by: 'person', said: { edit: text } })
        else if (kind === 'text') entries.push({ atMs: at, by: 'person', said: { user: text } })
        else {
          const said = { file: file?.name || kind, ...(text !== '' && { caption: text }) }
          entries.push({ atMs: at, by: 'person', said })
        }
      }
    },
    /**
     * @param {number} person
     * @param {string} label
     * @param {number} nowMs
     */
    press(person, label, nowMs) {
      talkOf(person).entries.push({ atMs: nowMs, by: 'person', said: { press: label } })
    },
    /** @param {number} person */
    entries: (person) => /** @type {readonly Entry[]} */ (talkOf(person).entries),
  }
}

/** @param {string} text */
function linesOf(text) {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
}

const secondMs = 1000
/** Shorter silences are those of a person who thinks. */
const silenceMs = 60 * secondMs

/**
 * When what is saved begins: with the first word of the person; null while they have said nothing.
 *
 * @param {readonly Entry[]} entries
 */
export function beginningOf(entries) {
  return entries.find(({ by }) => by === 'person')?.atMs ?? null
}

/**
 * The file `dialog.tests.yaml` of one conversation; null while nobody has said anything.
 *
 * @param {readonly Entry[]} entries
 * @param {readonly AnswerView[]} answers of the services, since {@link beginningOf} it
 */
export function talkFile(entries, answers) {
  const first = entries.findIndex(({ by }) => by === 'person')
  const [begin] = entries.slice(first)
  if (first < 0 || begin === undefined) return null
  const begun = new Date(begin.atMs).toISOString().replace(/\.\d+Z$/, 'Z')
  return [
    'tests:',
    `  - name: ${quoted(`Разговор из песочницы, ${begun}`)}`,
    `    now: ${quoted(begun)}`,
    ...servicesOf(answers),
    '    talk:',
    ...turnsOf(entries.slice(first)),
    '',
  ].join('\n')
}

/** @param {readonly AnswerView[]} answers */
function servicesOf(answers) {
  if (answers.length === 0)
    return [
      '    # Служб никто не спрашивал, или помощник с тех пор начал работу заново. Их ответы пишутся так:',
      '    #   services: { bitrix.tasks.add: [{ id: 42, url: "https://portal.example/task/42/", existed: false }] }',
    ]
  const names = [...new Set(answers.map(({ service }) => service))]
  return [
    ...(answers[0]?.linked === true ? [] : ['    facts: { linked: false }']),
    '    services:',
    ...names.flatMap((name) => [
      `      ${name}:`,
      ...answers.flatMap((one, at) =>
        one.service === name ? [`        - ${written(one, answers[at + 1])}`] : [],
      ),
    ]),
  ]
}

/**
 * As the language of tests has it; whether the chat is connected is seen by the next answer.
 *
 * @param {AnswerView} answer
 * @param {AnswerView | undefined} next
 */
function written({ linked, outcome }, next) {
  if (!outcome.ok) {
    const { reason, data, retryAfterMs } = outcome
    const more = {
      ...(data && { data }),
      ...(retryAfterMs !== undefined && { retry_after: `${Math.ceil(retryAfterMs / secondMs)}s` }),
    }
    return JSON.stringify(Object.keys(more).length === 0 ? reason : { error: reason, ...more })
  }
  const { value } = outcome
  const facts = next !== undefined && next.linked !== linked ? { facts: { linked: next.linked } } : {}
  return JSON.stringify({ answer: value, ...facts })
}

/** @param {readonly Entry[]} entries */
function turnsOf(entries) {
  return entries.flatMap((entry, at) => {
    const pauseMs = entry.atMs - (entries[at - 1]?.atMs ?? entry.atMs)
    const wait = pauseMs >= silenceMs ? [`      - wait: ${Math.round(pauseMs / secondMs)}s`] : []
    if (entry.by === 'bot')
      return [...wait, ...(isLeft(entries, at) ? shows(entry.lines) : notes(entry.lines))]
    const said = Object.entries(entry.said).map(([key, words]) => `${key}: ${quoted(words)}`)
    return [...wait, ...said.map((line, nth) => `      ${nth === 0 ? '-' : ' '} ${line}`)]
  })
}

/**
 * Whether it is what stands last on the screen before the person goes on: a test looks at that alone.
 *
 * @param {readonly Entry[]} entries
 * @param {number} at
 */
function isLeft(entries, at) {
  const next = entries.findIndex(({ by }, nth) => nth > at && by === 'person')
  const said = entries.slice(0, next < 0 ? entries.length : next).filter((one) => one.by === 'bot')
  const newest = Math.max(...said.map(({ id }) => id))
  return said.findLast(({ id }) => id === newest) === entries[at]
}

/** @param {readonly string[]} lines */
function shows(lines) {
  return lines.length === 0 ? [] : [`      - shows: [${lines.map((line) => quoted(line)).join(', ')}]`]
}

/** @param {readonly string[]} lines */
function notes(lines) {
  return lines.map((line) => `      # ${line}`)
}

/**
 * A string of JSON is one of YAML, too.
 *
 * @param {string} words
 */
function quoted(words) {
  return JSON.stringify(words)
}
