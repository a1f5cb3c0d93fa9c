/** The page behind the extension's button: a network log from a file, without DevTools. */
import { openHarPage } from '../panel/HarPage.tsx'

openHarPage(document.body)
