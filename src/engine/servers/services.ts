/**
 * SERVICES: well-known hosts that somebody else runs. What their CORS headers are is not for their users to decide;
 * where an account has a setting for it, the row of the cause says so. A host is named by itself or with its subdomains.
 */

export interface Service {
  name: string
  /** Matches the whole host name. */
  host: RegExp
  /** Gives out tokens and shows login pages. */
  isLogin?: true
}

const at = (...hosts: string[]): RegExp =>
  new RegExp(`(^|\\.)(${hosts.map((host) => host.replaceAll('.', '\\.')).join('|')})$`)
const only = (...hosts: string[]): RegExp =>
  new RegExp(`^(${hosts.map((host) => host.replaceAll('.', '\\.')).join('|')})$`)

export const SERVICES: readonly Service[] = [
  {
    name: 'Microsoft Entra ID',
    host: only('login.microsoftonline.com', 'login.windows.net', 'login.live.com'),
    isLogin: true,
  },
  { name: 'Microsoft Entra External ID', host: at('b2clogin.com', 'ciamlogin.com'), isLogin: true },
  {
    name: 'Google sign-in',
    host: only('accounts.google.com', 'oauth2.googleapis.com', 'www.googleapis.com'),
    isLogin: true,
  },
  { name: 'Apple sign-in', host: only('appleid.apple.com'), isLogin: true },
  { name: 'Auth0', host: at('auth0.com'), isLogin: true },
  { name: 'Okta', host: at('okta.com', 'oktapreview.com'), isLogin: true },
  {
    name: 'Amazon Cognito',
    host: /(^|\.)(amazoncognito\.com|cognito-idp\.[a-z0-9-]+\.amazonaws\.com)$/,
    isLogin: true,
  },
  { name: 'Cloudflare Access', host: at('cloudflareaccess.com'), isLogin: true },
  { name: 'GitHub', host: only('github.com'), isLogin: true },
  {
    name: 'GitHub',
    host: /^(api\.github\.com|raw\.githubusercontent\.com|(objects|release-assets|codeload)\.github(usercontent)?\.com)$/,
  },
  {
    name: 'AWS',
    // what runs on these belongs to whoever rents it
    host: /^(?!.*\.(execute-api|elb|elasticbeanstalk)\.|.*\bs3\b|.*compute)([a-z0-9-]+\.)+amazonaws\.com$/,
  },
  { name: 'GitLab', host: only('gitlab.com') },
  { name: 'Bitbucket', host: only('bitbucket.org', 'api.bitbucket.org') },
  { name: 'Google Apps Script', host: only('script.google.com', 'script.googleusercontent.com') },
  {
    name: 'Google',
    host: only('www.google.com', 'google.com', 'docs.google.com', 'drive.google.com', 'news.google.com'),
  },
  {
    name: 'Google APIs',
    host: /^(?!storage\.|firebasestorage\.)[a-z0-9-]+\.googleapis\.com$/,
  },
  { name: 'YouTube', host: at('youtube.com', 'ytimg.com', 'googlevideo.com') },
  { name: 'Microsoft Graph', host: only('graph.microsoft.com') },
  { name: 'Meta', host: at('facebook.com', 'instagram.com', 'cdninstagram.com', 'fbcdn.net') },
  { name: 'X', host: at('x.com', 'twitter.com', 'twimg.com') },
  { name: 'LinkedIn', host: at('linkedin.com', 'licdn.com') },
  { name: 'TikTok', host: at('tiktok.com', 'tiktokapis.com') },
  { name: 'Reddit', host: at('reddit.com') },
  { name: 'OpenAI', host: only('api.openai.com') },
  { name: 'Anthropic', host: only('api.anthropic.com') },
  { name: 'Mistral', host: only('api.mistral.ai') },
  {
    name: 'Hugging Face',
    host: only('huggingface.co', 'api-inference.huggingface.co', 'router.huggingface.co'),
  },
  { name: 'Stripe', host: only('api.stripe.com') },
  { name: 'PayPal', host: at('paypal.com') },
  { name: 'Slack', host: only('slack.com', 'hooks.slack.com', 'api.slack.com') },
  { name: 'Discord', host: only('discord.com', 'cdn.discordapp.com') },
  { name: 'Telegram', host: only('api.telegram.org') },
  { name: 'Spotify', host: only('api.spotify.com', 'accounts.spotify.com') },
  { name: 'Notion', host: only('api.notion.com') },
  { name: 'Airtable', host: only('api.airtable.com') },
  { name: 'Atlassian', host: at('atlassian.net', 'atlassian.com') },
  { name: 'Salesforce', host: at('salesforce.com', 'force.com') },
  { name: 'HubSpot', host: only('api.hubapi.com') },
  { name: 'Mailchimp', host: at('api.mailchimp.com') },
  { name: 'SendGrid', host: only('api.sendgrid.com') },
  { name: 'Mailgun', host: only('api.mailgun.net') },
  { name: 'Twilio', host: only('api.twilio.com') },
  { name: 'Contentful', host: only('cdn.contentful.com', 'preview.contentful.com', 'api.contentful.com') },
  { name: 'Figma', host: only('api.figma.com') },
  { name: 'Zoom', host: only('api.zoom.us', 'zoom.us') },
  { name: 'npm', host: only('registry.npmjs.org') },
  { name: 'jsDelivr', host: at('jsdelivr.net') },
  { name: 'UNPKG', host: only('unpkg.com') },
  { name: 'cdnjs', host: only('cdnjs.cloudflare.com') },
  { name: 'Google Fonts', host: at('gstatic.com') },
  { name: 'Sentry', host: at('sentry.io') },
  { name: 'Wikipedia', host: at('wikipedia.org', 'wikimedia.org') },
]

/** The service behind a host name; null where it is none of those known. */
export const serviceAt = (host: string): Service | null => SERVICES.find((row) => row.host.test(host)) ?? null
