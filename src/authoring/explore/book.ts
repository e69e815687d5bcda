/** The dialogs as the explorer meets them: all there are, one to be begun in between, and readers that remember what they read. */
import { createDateReader } from '../../adapters/dates/reader.ts'
import { createDateWriter } from '../../adapters/dates/writer.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import type { Known } from '../../machines/diagnose/draft.ts'
import type { Repairs } from '../../machines/language/repairs.ts'
import type { DateReader, DateWriter } from '../../ports/dates.ts'
import { createSimulation, type Simulation } from '../talk/simulation.ts'
import type { Book } from './actions.ts'
import { aside } from './aside.ts'
import { sentencePeople } from './samples.ts'

export function openBook(
  dialogs: DialogSet,
  repairs: Repairs,
  services: NonNullable<Known['services']>,
): { readonly book: Book; readonly simulation: Simulation } {
  const all: DialogSet = {
    get names() {
      return [...dialogs.names, aside.definition.dialog]
    },
    current: (name) => (name === aside.definition.dialog ? aside : dialogs.current(name)),
    byHash: (hash) => (hash === aside.hash ? aside : dialogs.byHash(hash)),
  }
  const simulation = createSimulation({
    dialogs: all,
    repairs,
    reader: remembering(createDateReader()),
    writer: rememberingWriter(createDateWriter()),
    people: sentencePeople,
    zone: 'Europe/Moscow',
    isLocal: (service) => services.get(service)?.type === 'local',
  })
  return { book: { dialogs: all, repairs, services }, simulation }
}

/** The same words at the same moment mean the same. */
function remembering(reader: DateReader): DateReader {
  const read = new Map<string, ReturnType<DateReader['parseWhen']>>()
  return {
    ...reader,
    parseWhen(text, options) {
      const key = `${text}\n${options.now} ${options.language} ${options.expect ?? ''}`
      const known = read.get(key)
      if (known !== undefined) return known
      const reading = reader.parseWhen(text, options)
      read.set(key, reading)
      return reading
    },
  }
}

function rememberingWriter(writer: DateWriter): DateWriter {
  const written = new Map<string, string>()
  return {
    ...writer,
    format(when, options) {
      const key = JSON.stringify([when, options])
      const known = written.get(key)
      if (known !== undefined) return known
      const text = writer.format(when, options)
      written.set(key, text)
      return text
    },
  }
}
