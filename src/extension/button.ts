/** Button: the extension's own in the browser's toolbar opens the page for HAR files. */
import type { Browser } from 'webextension-polyfill'

const HAR_PAGE = 'src/extension/har.html'

export function openHarPageOnClick({
  action,
  runtime,
  tabs,
}: Pick<Browser, 'action' | 'runtime' | 'tabs'>): void {
  action.onClicked.addListener(() => void tabs.create({ url: runtime.getURL(HAR_PAGE) }))
}
