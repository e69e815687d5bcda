/**
 * The character that `&…;` at `at` stands for, and where the text goes on; undefined when it stands for itself. Only
 * `lt`, `gt`, `amp`, `quot` and numbers are known; the semicolon may be missing.
 */
export function readReference(
  source: string,
  at: number,
): { readonly char: string; readonly end: number } | undefined {
  const match = /^&(?:#x([0-9a-fA-F]*)|#(\d*)|([a-zA-Z]*))/.exec(source.slice(at, at + 64))
  if (match === null) return undefined
  const [all, hex, decimal, name] = match
  const char = name === undefined ? numbered(all, hex, decimal) : named.get(name)
  if (char === undefined) return undefined
  const end = at + all.length
  return { char, end: source[end] === ';' ? end + 1 : end }
}

const named = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
])

function numbered(all: string, hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex === undefined ? Number(decimal ?? '') : Number.parseInt(hex || '0', 16)
  if (code === 0 || code >= 0x10ffff || all.length >= 10) return undefined
  return String.fromCodePoint(code)
}
