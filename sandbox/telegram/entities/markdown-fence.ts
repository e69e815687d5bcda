/** The language after an opening ``` (the text that runs up to a space or line break) and where the code begins. */
export function readFence(source: string, at: number): { readonly language: string; readonly end: number } {
  const word = /^[^ \t\r\n\v\0`]*/.exec(source.slice(at))?.[0] ?? ''
  const after = at + word.length
  const isLanguage = word !== '' && after < source.length && source[after] !== '`'
  const start = isLanguage ? after : at
  return { language: isLanguage ? word : '', end: start + lineBreakAt(source, start) }
}

/** Length of the one line break at `at` that does not belong to the code. */
function lineBreakAt(source: string, at: number): number {
  const first = source.charAt(at)
  const second = source.charAt(at + 1)
  if (first !== '\n' && first !== '\r') return 0
  return (second === '\n' || second === '\r') && second !== first ? 2 : 1
}
