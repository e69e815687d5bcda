/** What a check has found: for a terminal, for an editor, for the checks of a repository. */
import { stringify } from 'yaml'
import { formatProblems, type FileProblem } from '../dialogs/format-problems.ts'
import { textMax } from '../machines/conversation/fitted.ts'
import type { Talk } from '../machines/language/talks.ts'
import type { Language } from '../ports/language.ts'
import type { Explored } from './explore/explore.ts'

/** A broken promise with its place in the file, and the conversation that shows it. */
export interface Found {
  readonly problem: FileProblem
  readonly talk: Talk
  readonly chat: string
}

export interface Report {
  readonly problems: readonly FileProblem[]
  readonly found: readonly Found[]
  readonly explored: readonly { readonly dialog: string; readonly of: Explored }[]
  readonly sources: ReadonlyMap<string, string>
}

export function written(
  report: Report,
  asked: { readonly format: 'text' | 'json' | 'github'; readonly language: Language },
): string {
  if (asked.format === 'json') return `${JSON.stringify(asJson(report, asked.language), null, 2)}\n`
  if (asked.format === 'github') return report.problems.map((one) => annotation(one, asked.language)).join('')
  const plain = report.problems.filter((problem) => !report.found.some((one) => one.problem === problem))
  const parts = [
    ...(plain.length > 0 ? [formatProblems(plain, report.sources, asked.language)] : []),
    ...report.found.map((one) => withChat(one, report, asked.language)),
    ...exploredLines(report, asked.language),
    summary(report, asked.language),
  ]
  return `${parts.join('\n')}\n`
}

function withChat({ problem, chat, talk }: Found, { sources }: Report, language: Language): string {
  const [how, keep] =
    language === 'ru' ? ['Как к этому прийти:', 'То же как тест:'] : ['The way there:', 'The same as a test:']
  return [
    formatProblems([problem], sources, language),
    `  ${how}`,
    indented(chat),
    `  ${keep}`,
    indented(stringify([talk], { aliasDuplicateObjects: false }).trimEnd()),
    '',
  ].join('\n')
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}

function exploredLines({ explored }: Report, language: Language): readonly string[] {
  return explored.map(({ dialog, of }) => {
    const counts =
      language === 'ru'
        ? `${dialog}: состояний ${of.states}, переходов ${of.transitions}`
        : `${dialog}: ${of.states} states, ${of.transitions} transitions`
    return `${counts}${extents[of.extent][language]}; ${longestOf(of, language)}`
  })
}

function longestOf({ longest, inPart }: Explored, language: Language): string {
  const steps = inPart.join(', ')
  if (language === 'ru')
    return `самое длинное сообщение ${longest} из ${textMax}${steps === '' ? '' : `, не целиком видно на шаге: ${steps}`}`
  return `the longest message has ${longest} of ${textMax}${steps === '' ? '' : `, shown in part at: ${steps}`}`
}

const extents: Readonly<Record<Explored['extent'], Readonly<Record<Language, string>>>> = {
  all: { ru: '', en: '' },
  pairs: {
    ru: ' — не все сочетания ответов, но каждые два вместе (больше: --deep)',
    en: ': not every combination of answers, but every two of them together (more: --deep)',
  },
  cut: {
    ru: ' — дальше не смотрел: путей слишком много',
    en: ': looked no further, there are too many paths',
  },
}

function summary({ problems, explored }: Report, language: Language): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const states = explored.reduce((sum, { of }) => sum + of.states, 0)
  const transitions = explored.reduce((sum, { of }) => sum + of.transitions, 0)
  return language === 'ru'
    ? `Ошибок: ${errors}, предупреждений: ${warnings}. Пройдено состояний ${states}, переходов ${transitions}.`
    : `Errors: ${errors}, warnings: ${warnings}. Explored ${states} states, ${transitions} transitions.`
}

/** What an editor needs; `talk` is there for a path that breaks a promise. */
function asJson({ problems, found, explored }: Report, language: Language) {
  return {
    problems: problems.map((problem) => {
      const { file, line, column, endLine, endColumn, severity, code, message, hint, meant } = problem
      const talk = found.find((one) => one.problem === problem)?.talk
      return {
        file,
        line,
        column,
        endLine,
        endColumn,
        severity,
        code,
        message: message[language],
        ...(hint && { hint: hint[language] }),
        ...(meant !== undefined && { meant }),
        ...(talk && { talk }),
      }
    }),
    explored: explored.map(({ dialog, of: { states, transitions, extent, longest, inPart } }) => ({
      dialog,
      states,
      transitions,
      extent,
      longest,
      inPart,
    })),
  }
}

/** A workflow command of GitHub Actions; values are escaped as its runner unescapes them. */
function annotation(problem: FileProblem, language: Language): string {
  const { file, line, column, endLine, endColumn, severity, code, message, hint } = problem
  const place = `file=${property(file)},line=${line},endLine=${endLine},col=${column},endColumn=${endColumn},title=${property(code)}`
  const said = `${message[language]}${hint === undefined ? '' : ` — ${hint[language]}`}`
  return `::${severity} ${place}::${data(said)}\n`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
