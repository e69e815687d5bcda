/** Whether what the bot said is a certain text: its words, with anything where its values stand. */
import type { Language } from '../../ports/language.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import type { TextBody } from '../../machines/language/definition.ts'
import { parseTemplate } from '../../machines/language/markup.ts'
import type { Repairs } from '../../machines/language/repairs.ts'

/** Where texts are looked up by name: the talk's own dialog, then what all dialogs say, then «other-dialog.name». */
export interface Wordings {
  body(name: string): TextBody | Repairs['texts']['help'] | undefined
  /** The label of a button named so; the name itself where nothing is. */
  label(name: string, language: Language): string
}

export function wordingsOf(dialogs: DialogSet, repairs: Repairs, dialog: string): Wordings {
  const own = (name: string, of: string): TextBody | undefined => {
    const texts = dialogs.current(of)?.definition.texts
    return texts !== undefined && Object.hasOwn(texts, name) ? texts[name] : undefined
  }
  const buttons = new Map<string, Repairs['texts']['help']>(Object.entries(repairs.buttons))
  const shared = new Map<string, Repairs['texts']['help']>([...Object.entries(repairs.texts), ...buttons])
  const elsewhere = (name: string): TextBody | undefined => {
    const dot = name.indexOf('.')
    return dot < 0 ? undefined : own(name.slice(dot + 1), name.slice(0, dot))
  }
  const body = (name: string) => own(name, dialog) ?? shared.get(name) ?? elsewhere(name)
  return {
    body,
    label(name, language) {
      const found = own(name, dialog) ?? buttons.get(name) ?? elsewhere(name)
      const text = found?.[language]
      return typeof text === 'string' ? text : name
    },
  }
}

/** Whether `said` is this text, or has it as a paragraph. */
export function isSaid(body: TextBody | Repairs['texts']['help'], language: Language, said: string): boolean {
  const forms = body[language]
  return (typeof forms === 'string' ? [forms] : Object.values(forms)).some((form) =>
    patternOf(form).test(said),
  )
}

const patterns = new Map<string, RegExp>()

function patternOf(form: string): RegExp {
  const known = patterns.get(form)
  if (known !== undefined) return known
  const pattern = new RegExp(`(?:^|\\n)${linesOf(form)}(?:\\n|$)`, 'u')
  patterns.set(form, pattern)
  return pattern
}

/** A line whose value is needed may be left out. */
function linesOf(form: string): string {
  const lines: { words: string; needed: boolean }[] = [{ words: '', needed: false }]
  for (const part of parseTemplate(form).parts) {
    const line = lines.at(-1) ?? { words: '', needed: false }
    if (part.type === 'break') lines.push({ words: '', needed: false })
    else if (part.type === 'text') line.words += escaped(part.text)
    else if (part.type === 'value') {
      line.words += '[^]*?'
      line.needed ||= part.needed
    }
  }
  return lines
    .map(({ words, needed }, at) => {
      const whole = at === 0 ? words : `\\n${words}`
      return needed ? `(?:${whole})?` : whole
    })
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
}
