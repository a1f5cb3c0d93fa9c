/** The same Access-Control-Allow-Origin twice: one place stops sending it, and what it allows stays as it is. */

import { stoppedAt } from '../../causes/failure.ts'
import { getHeader, type HeaderList, valuesOf } from '../../fetch/headers.ts'
import { onResponses } from '../change.ts'
import type { FixContext, Framework } from '../recipe.ts'
import { answeredAnew } from '../response-after.ts'

const NAME = 'access-control-allow-origin'

/** All values are the same one: either place may stop. */
const isRepeated = (headers: HeaderList): boolean => {
  const values = valuesOf(headers, NAME).flatMap((value) => value.split(',').map((item) => item.trim()))
  return values.length > 1 && new Set(values).size === 1
}

function once(headers: HeaderList): HeaderList {
  if (!isRepeated(headers)) return headers
  const value = (getHeader(headers, NAME) ?? '').split(',')[0]?.trim() ?? ''
  const others = headers.filter(([name]) => name.toLowerCase() !== NAME)
  return [...others, ['Access-Control-Allow-Origin', value]]
}

const isNginx = ({ server }: FixContext): boolean =>
  server.framework === 'nginx' || server.layers.includes('nginx')

/** Not chosen by hand. */
export const singleHeader: Framework = {
  id: 'plain',
  label: 'Plain headers',
  fixes(context) {
    if (!isRepeated(stoppedAt(context.flow, context.verdict).responseHeaders)) return []
    return [
      {
        title: 'Let one place send Access-Control-Allow-Origin',
        language: isNginx(context) ? 'nginx' : 'http',
        file: isNginx(context) ? 'nginx.conf' : 'the server’s responses',
        code: isNginx(context)
          ? '# In the location that passes the request on: what nginx adds stays, what comes from behind goes.\nproxy_hide_header Access-Control-Allow-Origin;'
          : '# Remove Access-Control-Allow-Origin in one of the two places that set it: the application, or what stands before it.',
        note: 'Both send the same value, so that either may go. What is allowed stays the same.',
        owner: 'proxy',
        after: onResponses((response) =>
          answeredAnew(response, { responseHeaders: once(response.responseHeaders) }),
        ),
      },
    ]
  },
}
