/** The days that adjectives of «день» name. */
export const namedDays: ReadonlyMap<string, number> = new Map(
  [
    { stem: 'сегодняшн', days: 0 },
    { stem: 'завтрашн', days: 1 },
    { stem: 'вчерашн', days: -1 },
  ].flatMap(({ stem, days }) =>
    ['его', 'ему', 'ий', 'им', 'ем', 'ее', 'ей'].map((ending) => [`${stem}${ending}`, days] as const),
  ),
)
