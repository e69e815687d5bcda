/** Takes what Telegram brings. */
import { serve } from '../_shared/edge.ts'

serve('update')
