/** Breaks a text into at most `linesMax` lines no wider than `width`; what does not fit ends in an ellipsis. */
export function wrapped(
  text: string,
  width: number,
  linesMax: number,
  measure: (text: string) => number,
): readonly string[] {
  if (text === '') return []
  const lines: string[] = []
  let rest = text.split(' ').flatMap((word) => chopped(word, width, measure))
  while (rest.length > 0 && lines.length < linesMax) {
    let taken = 1
    while (taken < rest.length && measure(rest.slice(0, taken + 1).join(' ')) <= width) taken += 1
    lines.push(rest.slice(0, taken).join(' '))
    rest = rest.slice(taken)
  }
  const last = lines.at(-1)
  if (rest.length > 0 && last !== undefined) lines[lines.length - 1] = shortened(last, width, measure)
  return lines
}

/** A word wider than a line, in pieces. */
function chopped(word: string, width: number, measure: (text: string) => number): readonly string[] {
  const letters = Array.from(word)
  const pieces: string[] = []
  while (letters.length > 0) {
    let size = letters.length
    while (size > 1 && measure(letters.slice(0, size).join('')) > width) size -= 1
    pieces.push(letters.splice(0, size).join(''))
  }
  return pieces
}

function shortened(line: string, width: number, measure: (text: string) => number): string {
  const letters = Array.from(line)
  while (letters.length > 0 && measure(`${letters.join('')}…`) > width) letters.pop()
  return `${letters.join('').trimEnd()}…`
}
