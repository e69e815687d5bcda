/** The ten minutes of the manuals, walked on the whole product with what they tell to type. */
import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCheck } from '../../src/authoring/check-command.ts'
import { runTests } from '../../src/authoring/test-command.ts'
import { openWorld } from '../support/world.ts'
import { newTask } from './task-talk.ts'

const patience = { timeout: 15_000 }

test.each(['docs/authoring.ru.md', 'docs/authoring.en.md'])(
  '%s leads to a dialog that runs',
  async (manual) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'my-dialogs-'))
    const own = join(folder.path, 'it-request')
    await mkdir(own)
    const save = (text: string): Promise<void> => writeFile(join(own, 'dialog.yaml'), text)
    const { first, second, last, talks } = portionsOf(await readFile(manual, 'utf8'))

    await save(first)
    await using world = await openWorld({ env: { DIALOGS_FOLDER: folder.path, DIALOGS_WATCH: 'true' } })
    const told = () => world.logged.map(({ message }) => message).join('\n')
    const chat = await world.linkedChat('anna')
    await chat.asks('/it', 'Что случилось?')
    await chat.asks('я', 'Опишите коротко: от 3 до 200 знаков.')
    await chat.asks('Принтер не печатает', 'Записал: Принтер не печатает.')

    await save(second)
    await expect.poll(told, patience).toMatch(/Правка принята/)
    await chat.asks('/it', 'Что случилось?')
    await chat.asks('Принтер не печатает', 'Насколько это срочно?')
    await chat.clicks('Подождёт')
    await chat.sees('Записал: Принтер не печатает. Подождёт.')
    await save(second.replace('prompt: ask_urgency', 'prompt: ask_urgensy'))
    await expect.poll(told, patience).toMatch(/Правка не принята, работает прежняя версия[^]*«ask_urgency»/)

    await save(last)
    await expect.poll(told, patience).toMatch(/(Правка принята[^]*){2}/)
    await chat.asks('/it', 'Что случилось?')
    await chat.asks('Принтер не печатает', 'Насколько это срочно?')
    await chat.clicks('Работа стоит')
    await chat.sees('Кому передать?')
    await chat.asks('Ким', 'Проверьте заявку')
    await chat.clicks('Отправить')
    await chat.sees('✅ Заявка отправлена: Принтер не печатает. Поможет Игорь Ким.')
    expect(newTask(world)).toMatchObject({
      title: 'ИТ: Принтер не печатает (Работа стоит)',
      responsibleId: 27,
      createdBy: 15,
    })

    let printed = ''
    const write = (text: string): void => void (printed += text)
    const terminal = { out: write, err: write }
    expect(await runCheck([folder.path], terminal)).toBe(0)
    await writeFile(join(own, 'dialog.tests.yaml'), talks)
    expect(await runTests([folder.path], terminal)).toBe(0)
    await save(last.replace(/^ *cancel: too_late\n/m, ''))
    expect(await runCheck([folder.path], terminal)).toBe(1)
    expect(printed).toContain('отменить уже нельзя, а человеку этого не сказано')
  },
)

/** What stands in the manual, put together as it says. */
function portionsOf(manual: string) {
  const from = manual.indexOf('### 1. ')
  const examples = [...manual.slice(from).matchAll(/```yaml\n([^]*?)```/g)].map(([, example = '']) => example)
  const [first = '', step = '', texts = '', last = '', talks = ''] = examples
  const second = `${first
    .replace('  - say: noted', `${step.trimEnd().replaceAll(/^/gm, '  ')}\n\n  - say: noted`)
    .replace(/^ {2}noted:.*\n/m, '')}${texts.replace('texts:\n', '')}`
  return { first, second, last, talks }
}
