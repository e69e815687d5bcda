/**
 * A conversation as it goes on the screen, kept to be saved as a test of a dialog. The page sees what the person sees:
 * what Bitrix24 answered is not among it, and the file says so.
 *
 * @import { ChatView } from '../site/wire.ts'
 */

/**
 * @typedef {{ atMs: number } & (
 *   | { by: 'person', said: { user: string } | { edit: string } | { file: string, caption?: string } | { press: string } }
 *   | { by: 'bot', lines: readonly string[] }
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
        if (from === 'bot') entries.push({ atMs: at, by: 'bot', lines: linesOf(text) })
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
 * The file `dialog.tests.yaml` of one conversation; null while nobody has said anything.
 *
 * @param {readonly Entry[]} entries
 */
export function talkFile(entries) {
  const first = entries.findIndex(({ by }) => by === 'person')
  const [begin] = entries.slice(first)
  if (first < 0 || begin === undefined) return null
  const begun = new Date(begin.atMs).toISOString().replace(/\.\d+Z$/, 'Z')
  return [
    'tests:',
    `  - name: ${quoted(`Разговор из песочницы, ${begun}`)}`,
    `    now: ${quoted(begun)}`,
    '    # Песочница видит только чат. Что ответили службы, впишите сами: имя службы и её ответы по порядку, например',
    '    #   services: { bitrix.tasks.add: [{ id: 42, url: "https://portal.example/task/42/", existed: false }] }',
    '    # Фразы бота ниже — как они были на экране; имена и ссылки портала замените на те, что впишете.',
    '    talk:',
    ...turnsOf(entries.slice(first)),
    '',
  ].join('\n')
}

/** @param {readonly Entry[]} entries */
function turnsOf(entries) {
  return entries.flatMap((entry, at) => {
    const pauseMs = entry.atMs - (entries[at - 1]?.atMs ?? entry.atMs)
    const wait = pauseMs >= silenceMs ? [`      - wait: ${Math.round(pauseMs / secondMs)}s`] : []
    if (entry.by === 'bot')
      return entry.lines.length === 0
        ? wait
        : [...wait, `      - shows: [${entry.lines.map((line) => quoted(line)).join(', ')}]`]
    const said = Object.entries(entry.said).map(([key, words]) => `${key}: ${quoted(words)}`)
    return [...wait, ...said.map((line, nth) => `      ${nth === 0 ? '-' : ' '} ${line}`)]
  })
}

/**
 * A string of JSON is one of YAML, too.
 *
 * @param {string} words
 */
function quoted(words) {
  return JSON.stringify(words)
}
