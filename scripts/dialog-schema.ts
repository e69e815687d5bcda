/**
 * Writes src/dialogs/dialog.schema.json anew, after every change of the dialog language. `npm run format` breaks its lines
 * as everywhere else; a test compares the two.
 */
import { writeFile } from 'node:fs/promises'
import { dialogSchema } from '../src/dialogs/schema.ts'

const file = new URL('../src/dialogs/dialog.schema.json', import.meta.url)
await writeFile(file, `${JSON.stringify(dialogSchema(), null, 2)}\n`)
console.log('src/dialogs/dialog.schema.json')
