/** While dialogs are being written: a saved file takes effect at once, and a wrong one changes nothing. */
import type { DialogLibrary } from '../machines/dialog-library.ts'
import type { Services } from '../machines/services.ts'
import type { Clock } from '../ports/environment.ts'
import type { Language } from '../ports/language.ts'
import type { Store } from '../store/store.ts'
import { DialogsRefused, loadShippedDialogs, shippedFolder } from './shipped.ts'
import { watchFolders, type Watching } from './watch.ts'

export interface LiveEditsDeps {
  readonly services: Services
  readonly dialogs: DialogLibrary
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Clock
  /** DIALOGS_FOLDER. */
  readonly own: string | null
  /** DIALOGS_LANG: the language of whoever writes. */
  readonly language: Language
  /** Brings the conversations under way to the present definitions. Returns how many chats were moved. */
  moveAll(): Promise<number>
  /** Other dialogs are the present ones. */
  replaced?(): void
  /** Says to the author what became of the save. */
  tell(lines: string): void
}

export function watchDialogs(deps: LiveEditsDeps): Watching {
  let doing: Promise<void> = Promise.resolve()
  const folders = [shippedFolder, ...(deps.own === null ? [] : [deps.own])]
  return watchFolders(folders, {
    saved() {
      doing = doing.then(() => takeSaved(deps))
    },
    failed: (folder) =>
      deps.tell(
        deps.language === 'ru'
          ? `За папкой ${folder} не получается следить: правки подействуют после перезапуска.`
          : `The folder ${folder} cannot be watched: edits take effect after a restart.`,
      ),
  })
}

/** Never throws: whatever is wrong with the files, the dialogs that run go on running. */
export async function takeSaved(deps: LiveEditsDeps): Promise<void> {
  try {
    const { definitions } = await loadShippedDialogs(deps.services, deps.own)
    const changed = definitions.filter(
      ({ definition, hash }) => deps.dialogs.current(definition.dialog)?.hash !== hash,
    )
    if (changed.length === 0) return
    for (const { definition, hash } of changed) deps.dialogs.replace(definition, hash)
    await deps.store.transaction((unit) => deps.dialogs.keep(unit.definitions, deps.clock.now()))
    deps.replaced?.()
    const moved = await deps.moveAll()
    const titles = changed.map(({ definition }) => definition.title)
    deps.tell(
      deps.language === 'ru'
        ? `Правка принята: ${titles.map(({ ru }) => `«${ru}»`).join(', ')}. Разговоров перешло: ${moved}.`
        : `The edit is taken: ${titles.map(({ en }) => `“${en}”`).join(', ')}. Conversations moved: ${moved}.`,
    )
  } catch (error) {
    deps.tell(refusal(error, deps.language))
  }
}

function refusal(error: unknown, language: Language): string {
  const known = error instanceof DialogsRefused ? error.said[language] : null
  return language === 'ru'
    ? `Правка не принята, работает прежняя версия: ${known ?? 'файлы не читаются'}`
    : `The edit is refused, the last good version runs on: ${known ?? 'the files cannot be read'}`
}
