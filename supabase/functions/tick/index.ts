/** One look at the clock, whenever the timer of the database asks for it (cron.sql). */
import { serve } from '../_shared/edge.ts'

serve('tick')
