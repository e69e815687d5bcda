/**
 * Writes the schemas that editors complete dialogs and their tests from, after every change of the dialog language.
 * `npm run format` breaks their lines as everywhere else; a test compares them.
 */
import { writeFile } from 'node:fs/promises'
import { dialogSchema, testsSchema } from '../src/dialogs/schema.ts'

for (const [name, schema] of [
  ['dialog', dialogSchema()],
  ['tests', testsSchema()],
] as const) {
  const file = new URL(`../src/dialogs/${name}.schema.json`, import.meta.url)
  await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`)
  console.log(`src/dialogs/${name}.schema.json`)
}
