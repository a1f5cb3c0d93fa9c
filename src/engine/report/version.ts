/** The version that every report names; a test holds package.json and manifest.json to it. */
export const VERSION = '0.1.0'
export const TOOL = { name: 'corscope', version: VERSION } as const
