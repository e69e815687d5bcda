/** SQL's LIKE without case: `%` is any run of characters, `_` any one. */
export function matchesLike(value: string, pattern: string): boolean {
  const source = pattern
    .toLowerCase()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.')
  return new RegExp(`^${source}$`, 'su').test(value.toLowerCase())
}
