/**
 * What Firefox wants otherwise, made from the one manifest.json: an id of its own, a script in place of the service
 * worker (Firefox refuses a manifest that has only that), and a word on what is collected: nothing.
 */

interface Manifest {
  minimum_chrome_version: string
  background: { service_worker: string; type: string }
  [key: string]: unknown
}

/** The oldest Firefox that the extension was run on (an ESR). */
const OLDEST_FIREFOX = '140.0'

export function firefoxManifest({ minimum_chrome_version: _, background, ...common }: Manifest) {
  return {
    ...common,
    background: { scripts: [background.service_worker], type: background.type },
    browser_specific_settings: {
      gecko: {
        id: '{c0d5c09e-6b0f-4d6e-9a39-3f4f8a1d7c52}',
        strict_min_version: OLDEST_FIREFOX,
        data_collection_permissions: { required: ['none'] },
      },
    },
  }
}
