/** The matrix of the stacks: which of them must be proven, in which situations, bare and over a CORS set-up that is there. */
import { isOver, SITUATIONS, type Stack, type StackCase } from './support/stack.ts'

/** The stacks that must fill the whole matrix, by the name of `npm run stacks`. */
export const MUST_HOLD = [
  'express',
  'nextjs-15',
  'nextjs',
  'fastapi',
  'django-wsgi',
  'django-asgi',
  'flask',
  'nestjs',
  'hono',
  'koa',
  'fastify',
  'go-gin',
  'go-echo',
  'go-fiber',
  'go-chi',
  'go-nethttp',
  'spring',
  'spring-security',
  'socketio',
  'vite',
  'nitro',
  'apache',
  'nginx',
  'caddy',
  'haproxy',
  'rails',
  'workers',
] as const

export interface Cell {
  situation: StackCase['situation']
  over: boolean
}

/** No CORS at all is always bare; `*` and a wrong origin are a set-up by themselves. */
export const CELLS: readonly Cell[] = [
  { situation: 0, over: false },
  { situation: 1, over: false },
  { situation: 1, over: true },
  { situation: 2, over: true },
  { situation: 3, over: true },
  { situation: 4, over: false },
  { situation: 4, over: true },
]

/** As `test/known-gaps.json` names a cell of a stack. */
export const nameOf = ({ name }: Pick<Stack, 'name'>, { situation, over }: Cell): string =>
  `${name}: ${SITUATIONS[situation]}, ${over ? 'over a set-up that is there' : 'bare'}`

export const casesIn = ({ cases }: Stack, { situation, over }: Cell): StackCase[] =>
  cases.filter((item) => item.situation === situation && isOver(item) === over)
