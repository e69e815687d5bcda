/** The machines that are exported: valid where Stately looks, and the same machine as the one that runs. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMachine, initialTransition, transition, type AnyStateMachine } from 'xstate'
import { machineOf, machineSource } from '../../../src/authoring/export/machine.ts'
import { nameOf } from '../../../src/machines/language/definition.ts'
import { newContext } from '../../../src/machines/statechart/context.ts'
import { compile } from '../../../src/machines/statechart/xstate.ts'
import { shippedDialogs } from './shipped.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const dialogs = (await shippedDialogs()).map((dialog) => [dialog.definition.dialog, dialog] as const)
const schema = JSON.parse(
  await readFile(new URL('../vendor/xstate.schema.json', import.meta.url), 'utf8'),
) as object
const validate = new Ajv2020({ allErrors: true }).compile(schema)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machines-'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  for (const [name, { definition, hash, file }] of dialogs)
    await writeFile(
      join(folder, `${name}.machine.ts`),
      machineSource(machineOf(definition, 'ru'), { file, hash }),
    )
})
afterAll(async () => rm(folder, { recursive: true }))

test.each(dialogs)(
  'the machine of %s is what the published schema of Stately asks for',
  (_name, { definition }) => {
    validate(machineOf(definition, 'ru', () => ({ file: 'dialog.yaml', line: 7 })))
    expect(validate.errors ?? []).toEqual([])
  },
)

test('the schema is not content with anything', () => {
  const [, { definition }] = dialogs[0]!
  const machine = machineOf(definition, 'ru')
  expect(validate({ ...machine, on: { CANCEL: { target: '#cancelled' } } })).toBe(false)
  expect(validate({ ...machine, colour: 'red' })).toBe(false)
})

test('a step brings its words and its line along', () => {
  const { definition } = dialogs.find(([name]) => name === 'create-task')![1]
  const machine = machineOf(definition, 'en', (index) => ({ file: 'dialog.yaml', line: 10 + index }))
  expect(machine).toMatchObject({
    id: 'create-task',
    description: 'New task',
    states: {
      title: {
        description: expect.stringContaining('What needs doing?') as string,
        meta: { step: 'title', kind: 'ask', file: 'dialog.yaml', line: 10 },
      },
    },
  })
})

test('the sources pass the compiler, strictly', async () => {
  const config = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2024',
      types: [],
      skipLibCheck: true,
    },
    include: ['*.machine.ts'],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', folder])
  expect(stdout).toBe('')
})

test.each(dialogs)('the source of %s walks the same states as the dialog that runs', async (name, dialog) => {
  const module = (await import(pathToFileURL(join(folder, `${name}.machine.ts`)).href)) as Record<
    string,
    unknown
  >
  const exportName = `${name.replaceAll(/-(.)/g, (_all, letter: string) => letter.toUpperCase())}Machine`
  const exported = module[exportName] as AnyStateMachine
  const { machine, definition } = compile(dialog.definition, dialog.hash)
  const own = machine as unknown as AnyStateMachine
  const copy = exported.provide(own.implementations as never)
  expect(exported.id).toBe(name)

  const steps = definition.steps.map((step) => nameOf(step))
  const events = fc.array(eventOf(steps), { maxLength: 25 })
  fc.assert(
    fc.property(events, (walk) => {
      let [here] = initialTransition(own, newContext({}) as never)
      let [there] = initialTransition(copy)
      expect([there.value, there.context]).toEqual([here.value, here.context])
      for (const event of walk) {
        ;[here] = transition(own, own.resolveState(here), event)
        ;[there] = transition(copy, copy.resolveState(there), event)
        expect([there.value, there.context, there.status]).toEqual([here.value, here.context, here.status])
        if (here.status !== 'active') return
      }
    }),
    { numRuns: 40, seed: 20261123 },
  )
})

test.each(dialogs)('the JSON of %s loads as a machine', (name, { definition }) => {
  const machine = createMachine(machineOf(definition, 'ru') as object)
  expect([machine.id, Object.keys(machine.states)[0]]).toEqual([name, 'route'])
})

/** Anything that may happen, to anybody. */
function eventOf(steps: readonly string[]): fc.Arbitrary<{ type: string }> {
  const step = fc.constantFrom(...steps)
  const value = fc.constantFrom(null, true, 'x', { id: 1 }, [{ id: 1, name: 'Анна' }], {
    items: [],
    total: 0,
  })
  return fc.oneof(
    fc.record({ type: fc.constant('ANSWER'), value }),
    fc.record({ type: fc.constantFrom('SEARCH', 'REFUSE'), typed: fc.constant('x'), text: fc.constant('x') }),
    fc.record({ type: fc.constantFrom('SKIP', 'BACK', 'CONFIRM', 'MENU', 'ENOUGH') }),
    fc.record({ type: fc.constantFrom('EDIT', 'AGAIN'), step }),
    step.chain((name) => fc.record({ type: fc.constant(`xstate.done.actor.${name}`), output: value })),
    step.chain((name) =>
      fc.record({
        type: fc.constant(`xstate.error.actor.${name}`),
        error: fc.constantFrom({ reason: 'temporary' }, { reason: 'denied' }, { reason: 'surprise' }),
      }),
    ),
    fc.record({ type: fc.constant('CANCEL') }),
  )
}
