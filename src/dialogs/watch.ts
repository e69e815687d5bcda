import { watch, type FSWatcher } from 'node:fs'

export interface Watching {
  close(): void
}

/** Editors write a file in several strokes. */
const settleMs = 150

/**
 * Calls `saved` whenever a YAML file beneath one of the folders was written, once for a burst of writes. A folder that
 * cannot be watched is told of by `failed`.
 */
export function watchFolders(
  folders: readonly string[],
  on: { saved(): void; failed(folder: string): void },
): Watching {
  let timer: NodeJS.Timeout | undefined
  const wait = (): void => {
    clearTimeout(timer)
    timer = setTimeout(on.saved, settleMs)
  }
  const watchers = folders.flatMap((folder): readonly FSWatcher[] => {
    try {
      const watcher = watch(folder, { recursive: true }, (_event, file) => {
        if (file === null || /\.ya?ml$/.test(file)) wait()
      })
      watcher.on('error', () => on.failed(folder))
      return [watcher]
    } catch {
      on.failed(folder)
      return []
    }
  })
  return {
    close() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}
