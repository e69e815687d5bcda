// Loaded before a function: its clock goes ahead of the machine's.
import process from 'node:process'

const aheadMs = Number(process.env['AHEAD_MS'])
const { now } = Date
Date.now = () => now.call(Date) + aheadMs
