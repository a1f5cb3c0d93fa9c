/** The service worker: a menu item on the page, and the window it opens. It keeps nothing that it could lose. */
import browser from 'webextension-polyfill'
import { createMenu } from './menu.ts'

createMenu(browser)
