/** What is used of the browser's own modules, all in one place: it may need mending with a new Firefox. */

/** A page of the extension by Firefox's name for its kind. */
export type ExtensionPage = 'background' | 'devtools_page' | 'devtools_panel' | 'popup' | 'tab'

/** Beginnings of scripts for the browser's own process. */
export const BROWSER = {
  devtools: `
    const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs')
    const { gDevTools } = require('resource://devtools/client/framework/devtools.js')
    const tab = window.gBrowser.selectedTab`,
  extension: (id: string) => `
    const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
    const extension = ExtensionParent.GlobalManager.extensionMap.get(${JSON.stringify(id)})
    const live = (view) => view.xulBrowser?.browsingContext?.currentWindowGlobal
    const isOfTab = ({ devToolsToolbox }) =>
      !devToolsToolbox || devToolsToolbox.commands.descriptorFront.localTab === window.gBrowser.selectedTab`,
}

/** The open view of that kind as `view`; where each DevTools has one, that of the selected tab. */
export const viewOf = (id: string, page: ExtensionPage): string => `${BROWSER.extension(id)}
  const view = [...extension.views].findLast((one) => one.viewType === ${JSON.stringify(page)} && live(one) && isOfTab(one))
  if (!view) throw new Error('The extension has no ${page} open.')`

/** “Save All As HAR” of the Network panel, by the function behind the menu item; gives the file's text. */
export const HAR_EXPORT = `${BROWSER.devtools}
  const toolbox = await gDevTools.showToolboxForTab(tab)
  const { panelWin } = toolbox.getPanel('netmonitor') ?? (await toolbox.loadTool('netmonitor'))
  const load = panelWin.windowRequire ?? panelWin.require
  const { HarMenuUtils } = load('devtools/client/netmonitor/src/har/har-menu-utils')
  const { getDisplayedRequests } = load('devtools/client/netmonitor/src/selectors/index')
  const { store, connector } = panelWin.store ? panelWin : panelWin.Netmonitor.api
  return HarMenuUtils.copyAllAsHar(getDisplayedRequests(store.getState()), connector)`

/** Chooses an item of the menu that is open on the page, as the person would. */
export const choosePageMenu = (label: string): string => `
  const menu = window.document.getElementById('contentAreaContextMenu')
  if (menu.state !== 'open')
    await new Promise((resolve) => menu.addEventListener('popupshown', resolve, { once: true }))
  const item = [...menu.querySelectorAll('menuitem')].find(({ label }) => label === ${JSON.stringify(label)})
  if (item) menu.activateItem(item)
  else menu.hidePopup()
  return item !== undefined`

/** Where the windows with an explanation are, and how to close them. */
const EXPLANATIONS = `
  const explanations = [...Services.wm.getEnumerator('navigator:browser')].filter(({ gBrowser }) =>
    gBrowser.selectedBrowser.currentURI.spec.includes('/explain.html'))`

export const COUNT_EXPLANATIONS = `${EXPLANATIONS}
  return explanations.length`

export const CLOSE_EXPLANATIONS = `${EXPLANATIONS}
  for (const explanation of explanations) explanation.close()`

/** Stops the extension's background page as Firefox does when nothing has happened for a while. */
export const stopBackground = (id: string): string => `${BROWSER.extension(id)}
  await extension.terminateBackground({ ignoreDevToolsAttached: true })`

/** From here on the certificates of all servers are good enough. */
export const ACCEPT_CERTIFICATES = `
  Cc['@mozilla.org/security/certoverride;1'].getService(Ci.nsICertOverrideService)
    .setDisableAllSecurityChecksAndLetAttackersInterceptMyData(true)`

export const CLIPBOARD = `
  const transferable = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable)
  transferable.init(null)
  transferable.addDataFlavor('text/plain')
  Services.clipboard.getData(transferable, Services.clipboard.kGlobalClipboard)
  const data = {}
  transferable.getTransferData('text/plain', data)
  return data.value.QueryInterface(Ci.nsISupportsString).data`
