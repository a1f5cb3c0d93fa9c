/** The static page: the same as the extension's, on any web server, offline too. */
import { openHarPage } from '../panel/HarPage.tsx'

openHarPage(document.body)
