/** Scenes played one after the other, for the tests and for the recordings. */
import type { Context } from './contexts.ts'
import { CONTEXTS } from './contexts.ts'
import { DISGUISED, LOCAL_NETWORK, publicPages, WARNED } from './disguised.ts'
import type { LookAlike } from './lookalike.ts'
import { LOOK_ALIKES } from './lookalikes.ts'
import { type Played, Stage, type StageOptions } from './stage.ts'

/** Scenes that share a browser. */
export interface Programme<Item> {
  items: readonly Item[]
  options: StageOptions
}

export const LOOK_ALIKE_PROGRAMMES: Readonly<Record<string, Programme<LookAlike>>> = {
  'what is taken for CORS': {
    items: LOOK_ALIKES,
    options: { companions: ['test/fixtures/blocker'] },
  },
  'CORS with its cause elsewhere': { items: [...DISGUISED, ...WARNED], options: {} },
  'local network access': { items: LOCAL_NETWORK, options: { switches: publicPages } },
}

export const CONTEXT_PROGRAMME: Programme<Context> = { items: CONTEXTS, options: {} }

export const play = (stage: Stage, { name, scene }: LookAlike | Context): Promise<Played> =>
  stage.play(name, scene(stage.addresses(name)))

/** Plays a whole programme in a browser of its own. */
export async function playAll<Item extends LookAlike | Context>(
  { items, options }: Programme<Item>,
  onPlayed: (item: Item, played: Played) => void,
): Promise<void> {
  const stage = await Stage.start(options)
  try {
    for (const item of items) onPlayed(item, await play(stage, item))
  } finally {
    await stage.close()
  }
}
