/** `npm run dialogs -- diff`: two small versions for each reason why a conversation goes differently. */
import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runDialogs } from '../../../src/authoring/commands.ts'

const base = `dialog: pass
version: 1
title: { ru: Пропуск, en: Pass }
start: { command: pass, describe: { ru: Пропуск, en: Pass } }
steps:
  - { ask: guest, label: who, type: text, length: [2, 40], prompt: ask_guest, invalid: ask_guest }
  - { ask: floor, type: number, prompt: ask_floor, invalid: ask_floor }
  - review: card
    text: card
    edit: [guest]
    edit_prompt: what
    confirm: confirm
  - call: add
    service: bitrix.tasks.add
    with: { title: guest }
    once: true
    waiting: waiting
    cancel: late
    on_error: { otherwise: { say: failed, back_to: card } }
  - say: done
texts:
  ask_guest: { ru: "Кто придёт?", en: "Who is coming?" }
  ask_floor: { ru: "На какой этаж?", en: "Which floor?" }
  card: { ru: "{guest}, этаж {floor}", en: "{guest}, floor {floor}" }
  who: { ru: "Гость", en: "Guest" }
  what: { ru: "Что изменить?", en: "What to change?" }
  confirm: { ru: "Заказать", en: "Order" }
  waiting: { ru: "Заказываю…", en: "Ordering…" }
  late: { ru: "Уже поздно.", en: "Too late." }
  failed: { ru: "Не получилось.", en: "It did not work." }
  done: { ru: "Пропуск заказан.", en: "The pass is ordered." }
`

const floor = '  - { ask: floor, type: number, prompt: ask_floor, invalid: ask_floor }\n'
const guest =
  '  - { ask: guest, label: who, type: text, length: [2, 40], prompt: ask_guest, invalid: ask_guest }\n'
const car = '  - { ask: car, type: text, length: [2, 40], prompt: ask_car, invalid: ask_car }\n'
const askCar = '  ask_car: { ru: "Какая машина?", en: "Which car?" }\n'

let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'diff-'))))
afterEach(async () => rm(folder, { recursive: true }))

async function diffs(before: string, after: string, ...options: readonly string[]) {
  const files = [join(folder, 'a.yaml'), join(folder, 'b.yaml')] as const
  await writeFile(files[0], before)
  await writeFile(files[1], after)
  return runs(...files, ...options)
}

function runs(...args: readonly string[]) {
  return says('diff', ...args)
}

async function says(...args: readonly string[]) {
  const said = { out: '', err: '' }
  const terminal = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  }
  return { code: await runDialogs(args, terminal, {}), ...said }
}

test('the same dialog goes the same way, comments or not', async () => {
  const { code, out } = await diffs(base, `# Пропуска\n${base}`, '--fail-on-changes')
  expect(out).toBe('Разговоры пойдут так же.\n')
  expect(code).toBe(0)
})

test('other words are shown where they are said, side by side', async () => {
  const { code, out } = await diffs(base, base.replace('Кто придёт?', 'Кого ждёте?'))
  expect(code).toBe(0)
  expect(out).toContain('Слова')
  expect(out).toMatch(/🤖 Кто придёт\?\s+┃ 🤖 Кого ждёте\?/u)
  expect(out).not.toMatch(/Новый вопрос|Другой порядок|Службы/u)
})

test('words that only English readers see are shown in English, and those of both languages in both', async () => {
  const { out } = await diffs(base, base.replace('Who is coming?', 'Whom do you expect?'))
  expect(out).toContain('(по-английски, в разговорах: ')
  expect(out).toMatch(/🤖 Who is coming\?\s+┃ 🤖 Whom do you expect\?/u)
  const both = await diffs(
    base,
    base.replace('Who is coming?', 'Whom do you expect?').replace('Кто придёт?', 'Кого ждёте?'),
  )
  expect(both.out).toContain('другие слова: «Кто придёт?» → «Кого ждёте?»')
  expect(both.out).toContain('другие слова: «Who is coming?» → «Whom do you expect?»')
})

test('a label that changes in English alone is shown in an English conversation', async () => {
  const { out } = await diffs(base, base.replace('en: "Order" }', 'en: "Order it" }'))
  expect(out).toContain('другие слова: «Order» → «Order it» (по-английски')
  expect(out).toContain('[Order it] [Change]')
})

test('words that stand outside dialogs are compared as they are written, in both languages', async () => {
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  for (const one of [a, b]) await cp('src/dialogs', one, { recursive: true })
  const edit = async (file: string, from: string, to: string): Promise<void> => {
    const text = await readFile(join(b, file), 'utf8')
    expect(text).toContain(from)
    await writeFile(join(b, file), text.replace(from, to))
  }
  await edit('repairs.yaml', 'en: "← Back"', 'en: "← Go back"')
  await edit('notifications.yaml', 'Итоги дня', 'Как прошёл день')
  const html = join(folder, 'words.html')
  const { code, out } = await runs(a, b, '--fail-on-changes', '--html', html)
  expect(code).toBe(1)
  expect(out).toContain('Слова вне диалогов')
  expect(out).toMatch(/repairs\.yaml · buttons\.back · en\n {2}← Back\s+┃ ← Go back/)
  expect(out).toMatch(/notifications\.yaml · texts\.evening_heading · ru\n.*Итоги дня.*┃.*Как прошёл день/)
  expect(await readFile(html, 'utf8')).toContain('Как прошёл день')
}, 60_000)

test('what was not looked at is said: combinations left out', async () => {
  const questions = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']
  const many = questions.map(
    (name) =>
      `  - { ask: ${name}, type: yes_no, optional: true, prompt: ask_floor, invalid: ask_floor }\n  - { say: said_${name}, when: { ${name}: true } }\n`,
  )
  const said = questions.map((name) => `  said_${name}: { ru: "${name}!", en: "${name}!" }\n`)
  const before = base.replace(floor, floor + many.join('')).replace('texts:\n', `texts:\n${said.join('')}`)
  const after = before.replace('Кто придёт?', 'Кого ждёте?')
  const { out } = await diffs(before, after)
  expect(out).toMatch(/Чего сравнение не видело:\n {2}pass: пар состояний \d+ — не все сочетания ответов/)
  const english = await diffs(before, after, '--lang', 'en')
  expect(english.out).toMatch(/What the comparison has not seen:\n {2}pass: \d+ pairs of states/)
}, 120_000)

test('a new question is one difference, and what comes after it is still compared', async () => {
  const after = base
    .replace(floor, floor + car)
    .replace('texts:\n', `texts:\n${askCar}`)
    .replace('Пропуск заказан.', 'Пропуск готов.')
  const { out } = await diffs(base, after)
  expect(out).toContain('Новый вопрос')
  expect(out).toContain('новый шаг «car»')
  expect(out).toContain('«Пропуск заказан.» → «Пропуск готов.»')
})

test('a question that is gone is named, and that its answers are forgotten', async () => {
  const after = base
    .replace(floor, '')
    .replace(/ {2}ask_floor.*\n/, '')
    .replace('этаж {floor}', 'ждём')
    .replace('floor {floor}', 'soon')
  const { out } = await diffs(base, after)
  expect(out).toContain('шага «floor» больше нет')
  expect(out).toContain('ответ на «floor» забудется')
})

test('another order of the same questions is told as one', async () => {
  const { out } = await diffs(base, base.replace(guest + floor, floor + guest))
  expect(out).toContain('Другой порядок')
  expect(out).toContain('вместо «guest» следует «floor»')
})

test('a button that comes is told with its label', async () => {
  const after = base
    .replace('  - say: done', '  - say: done\n    buttons: [{ label: again, start: pass }]')
    .replace('texts:\n', 'texts:\n  again: { ru: "Ещё один", en: "Another" }\n')
  const { out } = await diffs(base, after)
  expect(out).toContain('Кнопки')
  expect(out).toContain('новая кнопка «Ещё один»')
})

test('what a service is asked for is compared, too', async () => {
  const { out } = await diffs(
    base,
    base.replace('with: { title: guest }', 'with: { title: guest, note: floor }'),
  )
  expect(out).toContain('Службы просят о другом')
  expect(out).toContain('bitrix.tasks.add')
})

test('a question that asks for something else under its old name is an error with its line', async () => {
  const after = base.replace(floor, floor.replace('type: number', 'type: email'))
  const { code, err } = await diffs(base, after)
  expect(code).toBe(1)
  expect(err).toMatch(/b\.yaml:7:\d+/)
  expect(err).toContain('retyped')
  const checked = await says(
    'check',
    '--no-paths',
    '--against',
    join(folder, 'a.yaml'),
    join(folder, 'b.yaml'),
  )
  expect(checked.code).toBe(1)
  expect(checked.out).toMatch(/b\.yaml:7:\d+/)
  const said = after.replace('version: 1', 'version: 2').concat('migrate: { "1": { retyped: [floor] } }\n')
  const declared = await diffs(base, said)
  expect(declared.err).toBe('')
  expect(declared.code).toBe(0)
})

test('with --fail-on-changes a difference is a failure; the page holds it as text', async () => {
  const html = join(folder, 'diff.html')
  const after = base.replace('Кто придёт?', 'Кто &lt;script&gt; придёт?')
  const { code } = await diffs(base, after, '--fail-on-changes', '--html', html)
  expect(code).toBe(1)
  const page = await readFile(html, 'utf8')
  expect(page).toContain('Кто &lt;script&gt; придёт?')
  expect(page).not.toContain('<script')
})

test('no more are shown than asked for, and the rest is counted', async () => {
  const after = base.replace('Кто придёт?', 'Кого ждёте?').replace('На какой этаж?', 'Этаж?')
  const { out } = await diffs(base, after, '--top', '1')
  expect(out).toContain('Кого ждёте?')
  expect(out).toMatch(/…и ещё \d/u)
})

test('a revision of git can be compared with files, and one that is not there is said', async () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...args], { cwd: folder, encoding: 'utf8' })
  await mkdir(join(folder, 'dialogs', 'pass'), { recursive: true })
  await writeFile(join(folder, 'dialogs', 'pass', 'dialog.yaml'), base)
  git('init', '-q')
  git('add', '.')
  git('-c', 'user.name=Анна', '-c', 'user.email=anna@example.ru', 'commit', '-qm', 'Пропуск')
  await writeFile(join(folder, 'now.yaml'), base.replace('Кто придёт?', 'Кого ждёте?'))
  await mkdir(join(folder, 'src'))
  await writeFile(join(folder, 'src', 'services.ts'), 'export const rooms = 1\n')
  git('add', '.')
  git('-c', 'user.name=Анна', '-c', 'user.email=anna@example.ru', 'commit', '-qm', 'Службы')
  await writeFile(join(folder, 'src', 'services.ts'), 'export const rooms = 2\n')
  const before = process.cwd()
  process.chdir(folder)
  try {
    const { out, code } = await runs('HEAD:dialogs', join(folder, 'now.yaml'))
    expect(code).toBe(0)
    expect(out).toContain('Кого ждёте?')
    expect(out).toMatch(/код служб.*изменились файлы \(1\): src\/services\.ts/)
    expect((await runs('nobody:dialogs', join(folder, 'now.yaml'))).code).toBe(66)
  } finally {
    process.chdir(before)
  }
  expect((await runs('only-one')).code).toBe(64)
})
