/** Causes at the entrances of AWS: API Gateway, CloudFront, a load balancer, and the firewall of each of them. */
import type { CauseRow } from './cause.ts'
import { involves, type Scene } from './failure.ts'
import { header, isFront, isSilent } from './platform.ts'

/** The AWS error type without its address; '' when none is named. */
const awsError = (scene: Scene): string => header(scene, 'x-amzn-errortype').split(':')[0] ?? ''

/** The gateway refuses a caller by these: a firewall, an API key, a resource policy. */
const FORBIDDEN = ['ForbiddenException', 'AccessDeniedException', 'WAFForbiddenException']
/** And by these for want of a login. */
const UNAUTHORIZED = ['UnauthorizedException', 'AuthorizerConfigurationException', 'ExpiredTokenException']

const isGatewayPreflight = (scene: Scene): boolean =>
  isSilent(scene) && involves(scene, 'api-gateway') && scene.atPreflight

export const AWS_ROWS = {
  'api-gateway-no-options': {
    shows: ['error-name', 'server', 'status'],
    remedy: 'gateway-options',
    responsible: 'platform',
    weight: 845,
    needs: (scene) => isGatewayPreflight(scene) && [403, 404, 405].includes(scene.answer.status),
    excludes: (scene) =>
      !['', 'MissingAuthenticationTokenException', 'NotFoundException'].includes(awsError(scene)),
    certain: (scene) =>
      scene.answer.status !== 403 || awsError(scene) === 'MissingAuthenticationTokenException',
    serverFix: 'before',
  },
  'api-gateway-forbidden': {
    shows: ['error-name', 'server', 'status'],
    responsible: 'platform',
    weight: 845,
    needs: (scene) =>
      isSilent(scene) && involves(scene, 'api-gateway') && FORBIDDEN.includes(awsError(scene)),
    certain: true,
    serverFix: 'none',
  },
  'api-gateway-authorizer-at-preflight': {
    shows: ['error-name', 'server', 'status'],
    remedy: 'gateway-options',
    responsible: 'platform',
    weight: 846,
    needs: (scene) =>
      isGatewayPreflight(scene) &&
      (UNAUTHORIZED.includes(awsError(scene)) || (scene.answer.status === 401 && awsError(scene) === '')),
    certain: (scene) => awsError(scene) !== '',
    serverFix: 'before',
  },
  'api-gateway-no-route': {
    shows: ['error-name', 'server', 'status'],
    responsible: 'front-end',
    weight: 846,
    needs: (scene) =>
      isSilent(scene) &&
      !scene.atPreflight &&
      involves(scene, 'api-gateway') &&
      awsError(scene) === 'MissingAuthenticationTokenException',
    certain: true,
    serverFix: 'none',
  },
  'api-gateway-error': {
    task: 'headers-on-gateway-errors',
    shows: ['error-name', 'server', 'status'],
    responsible: 'platform',
    weight: 844,
    needs: (scene) =>
      isSilent(scene) &&
      involves(scene, 'api-gateway') &&
      scene.answer.status >= 400 &&
      (awsError(scene) !== '' || [429, 504].includes(scene.answer.status)),
    excludes: (scene) =>
      (isGatewayPreflight(scene) && [403, 404, 405].includes(scene.answer.status)) ||
      [...FORBIDDEN, ...UNAUTHORIZED].includes(awsError(scene)) ||
      awsError(scene) === 'MissingAuthenticationTokenException',
    certain: (scene) => awsError(scene) !== '',
    serverFix: 'before',
  },
  'cloudfront-refused': {
    shows: ['maker', 'status'],
    responsible: 'platform',
    weight: 843,
    needs: (scene) =>
      isSilent(scene) && isFront(scene, 'cloudfront') && scene.atPreflight && scene.answer.status === 403,
    serverFix: 'before',
  },
  'cloudfront-forbidden': {
    shows: ['maker', 'status'],
    responsible: 'platform',
    weight: 843,
    needs: (scene) =>
      isSilent(scene) && isFront(scene, 'cloudfront') && !scene.atPreflight && scene.answer.status === 403,
    serverFix: 'before',
  },
  'alb-forbidden': {
    shows: ['maker', 'status'],
    remedy: ({ atPreflight }) => (atPreflight ? 'waf-options-rule' : null),
    responsible: 'platform',
    weight: 843,
    needs: (scene) => isSilent(scene) && isFront(scene, 'alb') && [403, 405].includes(scene.answer.status),
    certain: true,
    serverFix: 'none',
  },
  'waf-challenge': {
    shows: ['maker'],
    remedy: ({ atPreflight }) => (atPreflight ? 'waf-options-rule' : null),
    responsible: 'platform',
    weight: 844,
    needs: (scene) => isSilent(scene) && /^(challenge|captcha)$/.test(header(scene, 'x-amzn-waf-action')),
    certain: true,
    facts: (scene) => ({ sign: header(scene, 'x-amzn-waf-action') }),
    serverFix: 'none',
  },
  'waf-refused': {
    shows: ['maker'],
    remedy: ({ atPreflight, maker }) =>
      atPreflight && maker.software === 'aws-waf' ? 'waf-options-rule' : null,
    responsible: 'platform',
    weight: 843,
    needs: (scene) =>
      isSilent(scene) && scene.maker.kind === 'firewall' && scene.maker.software !== 'cloudflare',
    excludes: (scene) => /^(challenge|captcha)$/.test(header(scene, 'x-amzn-waf-action')),
    certain: true,
    serverFix: 'none',
  },
} as const satisfies Record<string, CauseRow>
