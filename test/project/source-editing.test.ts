/** The hands that put printed code into the apps of test/frameworks: a statement goes whole, however it is written. */
import { expect, test } from 'vitest'
import { argumentsOf, withoutStatements } from '../frameworks/support/source.ts'

const MIDDLEWARE = /^app\.add_middleware\(\s*CORSMiddleware\b/m

const APP = (call: string) => `app = FastAPI()\n${call}\nlast = 1\n`

test.each([
  ['on one line', 'app.add_middleware(CORSMiddleware, allow_origins=["https://a.example"])'],
  [
    'on several lines',
    'app.add_middleware(\n    CORSMiddleware,\n    allow_origins=[\n        "https://a.example",\n    ],\n)',
  ],
  [
    'with brackets in strings',
    'app.add_middleware(\n    CORSMiddleware,\n    allow_origin_regex=r"https://(a|b\\)\\.example",\n)',
  ],
  [
    'with brackets in comments',
    'app.add_middleware(\n    CORSMiddleware,  # the old one :(\n    allow_origins=["https://a.example"],  # :)\n)',
  ],
  [
    'with a string of three quotes',
    'app.add_middleware(\n    CORSMiddleware,\n    allow_origins="""a)\nb""".split(),\n)',
  ],
])('a statement %s is taken out whole', (_, call) => {
  expect(withoutStatements(APP(call), MIDDLEWARE)).toBe('app = FastAPI()\nlast = 1\n')
})

test('every statement that starts so is taken out, and no other', () => {
  const other = 'app.add_middleware(\n    Auth,\n    name="x",\n)\n'
  const call = 'app.add_middleware(\n    CORSMiddleware,\n)\n'
  expect(withoutStatements(call + other + call, MIDDLEWARE)).toBe(other)
})

test('arguments are read with their brackets and strings, comments left out', () => {
  const call = `app.add_middleware(
    CORSMiddleware,
    allow_origins=["https://a.example", "https://b.example"],  # two, of which
    allow_origin_regex=r"https://(a|b),c",
    # allow_credentials=True,
    allow_methods=["GET"],
)`
  expect(argumentsOf(call)).toEqual([
    'CORSMiddleware',
    'allow_origins=["https://a.example", "https://b.example"]',
    'allow_origin_regex=r"https://(a|b),c"',
    'allow_methods=["GET"]',
  ])
})
