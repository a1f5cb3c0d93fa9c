/** EN: every sentence about causes, in English. The compiler holds it to the causes and to the facts, both ways. */
import type { AdditionId } from '../causes/cause.ts'
import type { CauseId } from '../causes/causes.ts'
import type { Facts } from '../causes/facts.ts'
import { LOGINS_EN } from './en/logins.ts'
import { ORIGINS_EN } from './en/origins.ts'
import { PLATFORMS_EN } from './en/platforms.ts'
import { PREFLIGHTS_EN } from './en/preflights.ts'
import { REDIRECTS_EN } from './en/redirects.ts'
import { SERVICES_EN } from './en/services.ts'
import { SETUP_EN } from './en/setup.ts'
import { STATUS_EN } from './en/status.ts'
import type { CauseMessages, OpenFact, PlaceholdersOf } from './message.ts'

const CAUSES_EN = {
  ...STATUS_EN,
  ...REDIRECTS_EN,
  ...ORIGINS_EN,
  ...PREFLIGHTS_EN,
  ...PLATFORMS_EN,
  ...LOGINS_EN,
  ...SERVICES_EN,
  ...SETUP_EN,
} as const

const ADDITIONS_EN = {
  'preflight-may-not-redirect': 'A preflight must never be redirected, so the request wasn’t even sent.',
  'not-your-server':
    '{actor} isn’t your server, so you can’t change how it responds: call it from your own back end, or in the way its documentation gives for browsers.',
  'if-yours':
    'If {actor} isn’t your server, call it from your own back end instead: between servers no CORS takes part.',
  'if-theirs': 'If {actor} isn’t your server, its operators have to act; the page can only try again later.',
  'unknown-path-too': 'The 404 also says that the router knows no such path: check the address too.',
  'slash-by-pydantic': 'Pydantic’s AnyHttpUrl adds that slash: cut it off with `str(url).rstrip("/")`.',
  'check-lists-too': 'The method {method} isn’t in `allow_methods` (it has {allowedMethods}).',
} as const satisfies Record<AdditionId, string>

/** What stands for a fact that the log leaves open. */
const OPEN_EN = {
  origin: 'the page’s origin',
  page: 'the page’s host',
  allowed: 'none',
  allowedMethods: 'none',
  server: 'the server',
  maker: 'something in front of the application',
  to: 'another address',
} as const satisfies Record<OpenFact, string>

/** All the words of one language. */
export interface Catalogue {
  causes: Readonly<Record<CauseId, CauseMessages>>
  additions: Readonly<Record<AdditionId, string>>
  open: Readonly<Record<OpenFact, string>>
}

type Texts = (typeof CAUSES_EN)[CauseId] | { text: (typeof ADDITIONS_EN)[AdditionId] }
type Used = Texts extends infer Row
  ? Row extends object
    ? PlaceholdersOf<Extract<Row[keyof Row], string>>
    : never
  : never
/** `never` where every placeholder is a fact, every fact is used and no message is left over; else the names at fault. */
type Fault =
  | Exclude<Used, keyof Facts>
  | Exclude<keyof Facts, Used>
  | Exclude<keyof typeof CAUSES_EN, CauseId>

/** Where something is at fault this does not compile, and the error names it. */
export const EN: [Fault] extends [never] ? Catalogue : { fault: Fault } = {
  causes: CAUSES_EN,
  additions: ADDITIONS_EN,
  open: OPEN_EN,
}
