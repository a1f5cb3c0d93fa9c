/** The two packages differ in what the browsers ask for, and in nothing else. */
import { describe, expect, it } from 'vitest'
import manifest from '../../manifest.json' with { type: 'json' }
import { firefoxManifest } from '../../src/extension/firefox-manifest.ts'

describe('the manifest for Firefox', () => {
  const firefox = firefoxManifest(manifest) as Record<string, unknown>

  it('runs the same script in the background, as Firefox knows it', () => {
    expect(firefox.background).toEqual({ scripts: [manifest.background.service_worker], type: 'module' })
  })

  it('says that nothing is collected, and names the oldest Firefox', () => {
    expect(firefox.browser_specific_settings).toMatchObject({
      gecko: { strict_min_version: '140.0', data_collection_permissions: { required: ['none'] } },
    })
  })

  it('asks for the same permissions, and speaks of Chromium nowhere', () => {
    const { minimum_chrome_version: _, background: __, ...common } = manifest
    expect(firefox).toMatchObject(common)
    expect(JSON.stringify(firefox)).not.toMatch(/chrome|service_worker"/)
  })
})
