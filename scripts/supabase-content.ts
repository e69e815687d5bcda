/** Writes what the assistant says, checked, into a module: functions of a cloud have no files to read. */
import { writeFile } from 'node:fs/promises'
import { knownServices } from '../src/authoring/known-services.ts'
import { bundleContent } from '../src/dialogs/content.ts'

const file = new URL('../supabase/functions/_shared/content.js', import.meta.url)

const bundle = await bundleContent(knownServices(), process.env['DIALOGS_FOLDER'] || null)
// As a text, for it is read faster than as a program.
const text = JSON.stringify(JSON.stringify(bundle))
await writeFile(file, `export const content = JSON.parse(${text})\n`)
console.log(`supabase/functions/_shared/content.js: диалогов — ${bundle.definitions.length}`)
