/** How closely the messenger's limits are kept when a whole company is told something at eight o'clock. */
import { ratioGoal, type Question, type Report, type Row } from './report.ts'
import { sendToEverybody } from './sending.ts'

const chats = 400
/** Bots FAQ: about thirty a second to all chats. */
const allowed = 30

export const question: Question = {
  title:
    'four hundred messages due at once, in virtual time, against a Telegram that refuses more than 30 in any second',
  ask,
}

async function ask(): Promise<Report> {
  const rows: Row[] = []
  // As shipped, and as closely as can be.
  for (const perSecond of [undefined, allowed]) {
    const { seconds, refused, mostInASecond, received } = await sendToEverybody({
      chats,
      ...(perSecond !== undefined && { perSecond }),
    })
    rows.push({
      pace: perSecond === undefined ? 'as shipped (25 a second)' : `${perSecond} a second`,
      seconds,
      'a second': (chats / seconds).toFixed(1),
      'most in a second': mostInASecond,
      'answers 429': refused,
      'chats with exactly one': [...received.values()].filter((texts) => texts.length === 1).length,
    })
  }
  const closest = rows.at(-1)
  return {
    rows,
    ratios: [
      ratioGoal(`share of ${allowed} a second that is used`, Number(closest?.['a second']) / allowed, {
        atLeast: 0.9,
      }),
      ratioGoal(
        'answers 429',
        rows.reduce((sum, row) => sum + Number(row['answers 429']), 0),
        { atMost: 0 },
      ),
    ],
  }
}
