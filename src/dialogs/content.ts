/**
 * What the assistant has to say, dialogs and texts: read from the files of this folder, or, where there are none to be
 * read, brought along as data.
 */
import type { Repairs } from '../machines/language/repairs.ts'
import type { Services } from '../machines/services.ts'
import type { LoadedDialog } from './load.ts'
import { loadShippedDialogs } from './shipped.ts'
import {
  readWording,
  wordingFiles,
  wordingOf,
  wordingSource,
  type ReadWording,
  type WordingName,
} from './wording-file.ts'

export interface Content {
  /** @throws DialogsRefused when a definition has an error. */
  dialogs(services: Services): Promise<Dialogs>
  readonly wording: ReadWording
}

interface Dialogs {
  /** In the order of the menu. */
  readonly definitions: readonly LoadedDialog[]
  readonly repairs: Repairs
}

/** All of it, checked, as JSON. */
export interface ContentBundle extends Dialogs {
  readonly wordings: Readonly<Record<WordingName, unknown>>
}

/** @param own where the company keeps dialogs of its own; null where it has none. */
export function contentOfFiles(own: string | null): Content {
  return { dialogs: (services) => loadShippedDialogs(services, own), wording: readWording }
}

/** Of a bundle that the same version of the assistant has made: it is not checked again. */
export function contentOfBundle({ definitions, repairs, wordings }: ContentBundle): Content {
  return {
    dialogs: () => Promise.resolve({ definitions, repairs }),
    wording: (name, keys) => wordingOf(wordings[name], keys, name),
  }
}

/** @throws DialogsRefused when a definition has an error; Error of node:fs when a file cannot be read. */
export async function bundleContent(services: Services, own: string | null): Promise<ContentBundle> {
  return {
    ...(await loadShippedDialogs(services, own)),
    wordings: {
      alerts: source('alerts'),
      notices: source('notices'),
      notifications: source('notifications'),
      signature: source('signature'),
    },
  }
}

function source(name: WordingName): unknown {
  return wordingSource(new URL(wordingFiles[name], import.meta.url))
}
