/** Every path of every dialog the assistant has, through the real core: no promise is broken on any. */
import { expect, test } from 'vitest'
import { openBook } from '../../src/authoring/explore/book.ts'
import { explore } from '../../src/authoring/explore/explore.ts'
import { startsOf } from '../../src/authoring/explore/starts.ts'
import { openDialogs } from '../../src/authoring/files.ts'

const { asked, library, repairs, services } = await openDialogs([])
if (repairs === null) throw new Error('the built-in texts cannot be read')
const { book, simulation } = openBook(library, repairs, services)

test.each(asked.map(({ definition }) => [definition.dialog, definition] as const))(
  '%s',
  (_dialog, definition) => {
    const explored = explore(book, simulation, startsOf(book, definition), {
      wholeMax: 100,
      statesMax: 20_000,
    })
    expect(
      explored.violations.map(({ code, step, message }) => ({ code, step, message: message.ru })),
    ).toEqual([])
    expect(explored.unreached).toEqual([])
    expect(explored.extent).not.toBe('cut')
  },
  240_000,
)
