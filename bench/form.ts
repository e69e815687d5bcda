/** The dialog that every engine here is put through: questions answered in words, looked over, and done. */
import { parseDialog, hashOf } from '../src/dialogs/load.ts'
import type { LoadedFor } from './scene.ts'

/** What is asked, the same words for everybody. */
export function questionAt(at: number): string {
  return `Вопрос ${at + 1}. Что написать в строке ${at + 1}?`
}

/** @throws Error with the first mistake, when this is no dialog any more. */
export function formOf(questions: number): LoadedFor {
  const names = Array.from({ length: questions }, (_, at) => `line${at + 1}`)
  const steps = names.map(
    (name) => `  - ask: ${name}
    type: text
    length: [1, 200]
    label: ${name}_label
    prompt: ask_${name}
    invalid: bad`,
  )
  const texts = names.map(
    (name, at) => `  ${name}_label: { ru: Строка ${at + 1}, en: Line ${at + 1} }
  ask_${name}: { ru: "${questionAt(at)}", en: "Question ${at + 1}. What goes into line ${at + 1}?" }`,
  )
  const yaml = `dialog: form
version: 1
title: { ru: Анкета, en: Form }
start: { command: form, describe: { ru: Заполнить анкету, en: Fill in a form } }
steps:
${steps.join('\n')}
  - review: card
    text: card
    edit: [${names.slice(0, 8).join(', ')}]
    edit_prompt: change
    confirm: confirm
  - say: done
texts:
  bad: { ru: "От 1 до 200 знаков.", en: "1 to 200 characters." }
  card: { ru: "Проверьте:\\n{line1}\\n{line2}\\n{line3}", en: "Check:\\n{line1}\\n{line2}\\n{line3}" }
  change: { ru: "Что изменить?", en: "What shall we change?" }
  confirm: { ru: Верно, en: Right }
  done: { ru: "Записал.", en: "Noted." }
${texts.join('\n')}
`
  const { definition, problems } = parseDialog(yaml, 'form.yaml')
  if (definition === null)
    throw new Error(`${problems[0]?.line}:${problems[0]?.column} ${problems[0]?.message.en ?? ''}`)
  return { definition, hash: hashOf(definition) }
}

const answers = [
  'Подготовить отчёт за октябрь',
  'Отдел продаж, второй этаж',
  'До конца недели',
  'Анна Петрова',
  'Без замечаний',
] as const

export const formQuestions = answers.length

/** One round of the form of {@link formQuestions} questions: seven turns, the last of which ends it. */
export const formRound: readonly string[] = ['/form', ...answers, 'да']

/** What is answered in a form of any length. */
export function answerAt(at: number): string {
  return `${answers[at % answers.length] ?? ''} ${at}`
}
