/** Numbers that tell by a check digit what they are: of payment cards and of bank accounts. */
import type { Span } from './spans.ts'

const CARD = /(?<![\w.-])(?:\d[ +-]?){12,18}\d(?![\w-])/g
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ +-]?[A-Z0-9]{4}){2,7}(?:[ +-]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g
const DIVIDERS = /[ +-]/g

/** The ranges of the issuers that pages meet, with their lengths; another number may pass the check by chance. */
const ISSUED =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|6(?:011|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12})$/

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** ISO 13616: the first four characters at the end, letters as numbers, 1 is left over by 97. */
function passesMod97(iban: string): boolean {
  let rest = 0
  for (const char of `${iban.slice(4)}${iban.slice(0, 4)}`)
    for (const digit of String(Number.parseInt(char, 36))) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}

const isCard = (text: string): boolean => ISSUED.test(text) && passesLuhn(text)
const isIban = (text: string): boolean => text.length >= 15 && text.length <= 34 && passesMod97(text)

export function checkedNumbersIn(text: string): Span[] {
  if (!/\d{4}/.test(text)) return []
  const found = (pattern: RegExp, is: (plain: string) => boolean, why: string): Span[] =>
    [...text.matchAll(pattern)]
      .filter(([number]) => is(number.replace(DIVIDERS, '')))
      .map(({ 0: number, index }) => ({ start: index, end: index + number.length, kind: 'secret', why }))
  return [
    ...found(CARD, isCard, 'the number of a payment card, by its check digit'),
    ...found(IBAN, isIban, 'the number of a bank account, by its check digits'),
  ]
}
