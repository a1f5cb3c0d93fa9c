/** The service worker: a menu item on the page and the window it opens, and the button. It keeps nothing that it could lose. */
import browser from 'webextension-polyfill'
import { openHarPageOnClick } from './button.ts'
import { createMenu } from './menu.ts'
import { createTrials } from './proof/trials.ts'

createMenu(browser)
openHarPageOnClick(browser)
createTrials(browser)
