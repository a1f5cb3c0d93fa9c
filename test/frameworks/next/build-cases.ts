/** Cases of Next.js that also run as a production build, each in a folder of its own, so that one build holds all fixes. */
import type { Files } from './app.ts'
import { NEXT_CASES, type NextCase } from './cases.ts'

/** `N13b` brings the only proxy.ts, the others change next.config or a handler. */
const IDS = ['N01', 'N02', 'N02b', 'N12', 'N08', 'N13b', 'N13-font', 'N09d'] as const

/** Answers of `next start` that differ from those of `next dev` differ in their status only: no case fails otherwise. */
function inOwnFolder(item: NextCase): NextCase {
  const folder = `/${item.id.toLowerCase()}`
  // pages/api must stay where it is
  if (item.id === 'N08') return item
  const moved = (text: string) => text.replaceAll(`/api${folder}`, `${folder}/items`)
  const files: Files = Object.fromEntries(
    Object.entries(item.files).map(([path, content]) => [moved(path), content]),
  )
  return {
    ...item,
    files,
    rules: item.rules.map(moved),
    request: { ...item.request, path: moved(item.request.path) },
  }
}

export const BUILD_CASES: readonly NextCase[] = IDS.map((id) => {
  const found = NEXT_CASES.find((item) => item.id === id)
  if (found === undefined) throw new Error(`There is no case ${id}.`)
  return inOwnFolder(found)
})
