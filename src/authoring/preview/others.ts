/** What is said outside dialogs: repairs, digests and reminders, notices inside the portal, alerts. */
import { z } from 'zod'
import { textSchema } from '../../machines/language/definition.ts'
import type { Repairs } from '../../machines/language/repairs.ts'
import type { Texts } from '../../machines/language/wording.ts'
import { isSaid } from '../talk/texts.ts'
import { readWording, wordingFiles, wordingSource, type WordingName } from '../../dialogs/wording-file.ts'
import { notificationTexts } from '../../scheduler/rules/compose/words.ts'
import type { Language } from '../../ports/language.ts'
import { alone } from './alone.ts'
import type { Drawn } from './drawn.ts'
import { reminderScreens } from './reminders.ts'

/** A part of the page that belongs to no dialog. */
export interface OtherScreens {
  /** Names it within the page. */
  readonly id: string
  readonly title: Readonly<Record<Language, string>>
  /** Where its words stand. */
  readonly file: string
  readonly groups: readonly {
    /** Null where there is but one. */
    readonly title: Readonly<Record<Language, string>> | null
    readonly screens: readonly Drawn[]
  }[]
}

/** @throws Error when a file of words cannot be read, or is not what it should be. */
export function otherScreens(repairs: Repairs): readonly OtherScreens[] {
  return [
    {
      id: 'shared',
      title: { ru: 'Общие для всех диалогов', en: 'Said by all dialogs' },
      file: 'repairs.yaml',
      groups: [{ title: null, screens: allOf({ ...repairs.texts, ...repairs.buttons }) }],
    },
    reminders(),
    words('notices', { ru: 'Уведомления портала и прощания', en: 'Portal notices and farewells' }),
    words('signature', { ru: 'Подпись в задачах', en: 'The signature in tasks' }),
    words('alerts', { ru: 'Администратору', en: 'To the administrator' }),
  ]
}

function reminders(): OtherScreens {
  const screens = reminderScreens(readWording('notifications', notificationTexts))
  const texts = textsOf('notifications')
  const said = screens
    .flatMap(({ ru }) => [ru.usual, ru.worst])
    .flatMap((one) => (one === null ? [] : [one.text, ...one.rows.flat().map(({ label }) => label)]))
  const unsaid = Object.entries(texts).filter(([, body]) => !said.some((text) => isSaid(body, 'ru', text)))
  return {
    id: 'notifications',
    title: { ru: 'Сводки и напоминания', en: 'Digests and reminders' },
    file: wordingFiles.notifications,
    groups: [
      { title: null, screens },
      {
        title: { ru: 'Слова внутри сообщений и редкое', en: 'Words within messages, and rarities' },
        screens: allOf(Object.fromEntries(unsaid)),
      },
    ],
  }
}

function words(name: WordingName, title: OtherScreens['title']): OtherScreens {
  return {
    id: name,
    title,
    file: wordingFiles[name],
    groups: [{ title: null, screens: allOf(textsOf(name)) }],
  }
}

function allOf(texts: Texts): readonly Drawn[] {
  return Object.keys(texts).map((key) => alone(texts, key, null))
}

const fileSchema = z.object({ texts: z.record(z.string(), textSchema) })

function textsOf(name: WordingName): Texts {
  return fileSchema.parse(wordingSource(new URL(wordingFiles[name], dialogsFolder))).texts
}

const dialogsFolder = new URL('../../dialogs/', import.meta.url)
