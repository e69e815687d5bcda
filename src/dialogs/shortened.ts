/** As many characters of it, at most: what is cut off is an ellipsis. */
export function shortened(text: string, charactersMax: number): string {
  const characters = Array.from(text)
  return characters.length <= charactersMax ? text : `${characters.slice(0, charactersMax - 1).join('')}…`
}
