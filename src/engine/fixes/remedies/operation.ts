/** What operates the server, where no header is the matter: a limit for bodies, an application that does not respond. */

import { parseUrl } from '../../fetch/origin.ts'
import { makerOf } from '../../servers/maker.ts'
import { labelOf } from '../../servers/software.ts'
import { untested } from '../change.ts'
import type { DraftFix, FixContext } from '../recipe.ts'

export const raiseBodyLimit = (): DraftFix[] => [
  {
    title: 'Raise the size that nginx accepts',
    language: 'nginx',
    file: 'nginx.conf',
    code: 'client_max_body_size 10m; # in the server or location; the default is 1m',
    note: 'As large as the largest upload that is meant. With ingress-nginx: the annotation nginx.ingress.kubernetes.io/proxy-body-size. The application may have a limit of its own. CORS headers stay as they are.',
    owner: 'proxy',
    after: untested('the log doesn’t show how the application responds to such a body'),
  },
]

interface Log {
  commands: (app: string) => string[]
  note: string
}

const PORT = 'The application must listen on 0.0.0.0 and on the port of the environment variable PORT.'

/** Where each platform shows what became of the application. */
const LOGS: Readonly<Record<string, Log>> = {
  heroku: {
    commands: (app) => [`heroku logs --tail --app ${app}`, `heroku ps --app ${app}`],
    note: `The router’s line names the error: H10 crashed, H12 took longer than 30 seconds, H14 no dyno runs. ${PORT}`,
  },
  railway: {
    commands: () => ['railway logs', 'railway variables'],
    note: `“Application failed to respond” is the page of Railway’s edge. ${PORT} If a target port is set for the domain, it must be the same one.`,
  },
  render: {
    commands: () => ['render logs --tail --resources SERVICE_ID'],
    note: `The dashboard shows events and logs as well; a free instance is started by the first request, which can take a minute. ${PORT}`,
  },
  alb: {
    commands: () => ['aws elbv2 describe-target-health --target-group-arn TARGET_GROUP_ARN'],
    note: '503: no target is registered or healthy. 502: the target closed the connection or sent no valid response. 504: it took longer than the idle timeout.',
  },
  'cloud-run': {
    commands: () => ['gcloud run services logs read SERVICE --limit 50'],
    note: `The line of the failed request says why. ${PORT}`,
  },
}

const herokuApp = (host: string): string => /^([a-z0-9-]+)\.herokuapp\.com$/.exec(host)?.[1] ?? 'APP'

/** Commands for the log of the platform that responded in the application’s place. */
export function readPlatformLog({ actor, observed }: FixContext): DraftFix[] {
  const { software } = makerOf(actor, observed)
  const log = LOGS[software ?? '']
  if (log === undefined || software === null) return []
  return [
    {
      title: `Read why ${labelOf(software)} could not reach the application`,
      language: 'shell',
      file: 'a terminal',
      code: log.commands(herokuApp(parseUrl(actor.url)?.hostname ?? '')).join('\n'),
      note: log.note,
      owner: 'platform',
      after: untested('the log doesn’t show how the application responds once it runs'),
    },
  ]
}
