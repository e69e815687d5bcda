import type { DialogDefinition } from '../machines/language/definition.ts'
import { capitalised } from '../machines/language/first-letter.ts'
import type { Repairs } from '../machines/language/repairs.ts'
import type { Language } from '../ports.ts'

/** The commands menu: what the dialogs declare, then the commands every dialog understands. */
export function menuOf(
  definitions: readonly DialogDefinition[],
  repairs: Repairs,
  language: Language,
): readonly { readonly name: string; readonly description: string }[] {
  const own = definitions.flatMap(({ start: { command, describe } }) =>
    command === undefined || describe === undefined
      ? []
      : [{ name: command, description: describe[language] }],
  )
  const { help_command, cancel_command } = repairs.texts
  const builtIn = [
    { name: 'cancel', description: capitalised(cancel_command[language]) },
    { name: 'help', description: capitalised(help_command[language]) },
  ]
  return [...own, ...builtIn]
}
