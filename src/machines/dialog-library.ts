/**
 * The dialogs of a running process: the present definition of each, and the older ones that conversations under way
 * still run on, brought back from the database by their content hash.
 */
import type { DefinitionStore } from '../store/definitions.ts'
import type { DialogSet } from './chat/turn.ts'
import { definitionSchema, type DialogDefinition } from './language/definition.ts'
import { asJson } from './json.ts'
import { compile, type CompiledDialog } from './statechart/xstate.ts'

export interface DialogLibrary extends DialogSet {
  /**
   * Makes sure that the definition of that hash can be run: compiles it from the database if this process has not seen
   * it. False when it cannot be: it was lost, or is written in a language this program no longer reads.
   */
  ensure(hash: string, stored: DefinitionStore): Promise<boolean>
  /**
   * Stores every present definition under its hash. Once before the first turn, and again after {@link replace}: a
   * stored conversation must never name a definition that only a file held.
   */
  keep(stored: DefinitionStore, atMs: number): Promise<void>
  /** Makes the definition of that hash, as the database has it, the present one. False when it cannot be run. */
  adopt(hash: string, stored: DefinitionStore): Promise<boolean>
  /** Puts another definition in the place of the present one; conversations move to it at their next event. */
  replace(definition: DialogDefinition, hash: string): void
}

/** @throws Error when two definitions have one name: the loader refuses that with a better sentence. */
export function createDialogLibrary(
  definitions: readonly { readonly definition: DialogDefinition; readonly hash: string }[],
): DialogLibrary {
  const current = new Map<string, CompiledDialog>()
  const byHash = new Map<string, CompiledDialog>()
  for (const { definition, hash } of definitions) {
    if (current.has(definition.dialog)) throw new Error(`Two definitions of «${definition.dialog}»`)
    put(definition, hash)
  }

  function put(definition: DialogDefinition, hash: string): void {
    const compiled = compile(definition, hash)
    current.set(definition.dialog, compiled)
    byHash.set(hash, compiled)
  }

  async function ensure(hash: string, stored: DefinitionStore): Promise<boolean> {
    if (byHash.has(hash)) return true
    const read = definitionSchema.safeParse(await stored.load(hash))
    if (read.success) byHash.set(hash, compile(read.data, hash))
    return read.success
  }

  return {
    get names() {
      return [...current.keys()]
    },
    current: (name) => current.get(name),
    byHash: (hash) => byHash.get(hash),
    replace: put,
    ensure,
    async adopt(hash, stored) {
      if (!(await ensure(hash, stored))) return false
      const dialog = byHash.get(hash)
      if (dialog !== undefined) current.set(dialog.definition.dialog, dialog)
      return true
    },
    async keep(stored, atMs) {
      for (const { definition, hash } of current.values()) {
        await stored.keep({
          hash,
          dialog: definition.dialog,
          source: asJson(definition),
          atMs,
        })
      }
    },
  }
}
