import type { ContentBundle } from '../../../src/dialogs/content.ts'

/** `content.js` is made by `npm run supabase:content` before the functions are published; it is not kept. */
export declare const content: ContentBundle
