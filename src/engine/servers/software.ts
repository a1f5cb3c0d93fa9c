/** STACKS: every software and platform that CORScope can name. Adding one is adding a row here and its fingerprints. */

/** What a stack is to a request: the program that made the answer, something before it, the place it runs at, or a service beside them. */
export type StackKind = 'framework' | 'proxy' | 'platform' | 'service'

export interface Stack {
  label: string
  kind: StackKind
}

export const STACKS = {
  nextjs: { label: 'Next.js', kind: 'framework' },
  fastapi: { label: 'FastAPI / Starlette', kind: 'framework' },
  express: { label: 'Express', kind: 'framework' },
  fastify: { label: 'Fastify', kind: 'framework' },
  hono: { label: 'Hono', kind: 'framework' },
  koa: { label: 'Koa', kind: 'framework' },
  django: { label: 'Django', kind: 'framework' },
  flask: { label: 'Flask', kind: 'framework' },
  spring: { label: 'Spring Boot', kind: 'framework' },
  aspnet: { label: 'ASP.NET Core', kind: 'framework' },
  rails: { label: 'Ruby on Rails', kind: 'framework' },
  laravel: { label: 'Laravel', kind: 'framework' },
  go: { label: 'Go', kind: 'framework' },
  nestjs: { label: 'NestJS', kind: 'framework' },
  gin: { label: 'Go Gin', kind: 'framework' },
  echo: { label: 'Go Echo', kind: 'framework' },
  fiber: { label: 'Go Fiber', kind: 'framework' },
  chi: { label: 'Go chi', kind: 'framework' },
  litestar: { label: 'Litestar', kind: 'framework' },
  nuxt: { label: 'Nuxt / Nitro', kind: 'framework' },
  sveltekit: { label: 'SvelteKit', kind: 'framework' },
  socketio: { label: 'Socket.IO', kind: 'framework' },
  apollo: { label: 'Apollo Server', kind: 'framework' },
  trpc: { label: 'tRPC', kind: 'framework' },
  vite: { label: 'Vite (development server)', kind: 'framework' },
  webpack: { label: 'webpack-dev-server', kind: 'framework' },
  nginx: { label: 'nginx', kind: 'proxy' },
  apache: { label: 'Apache httpd', kind: 'proxy' },
  caddy: { label: 'Caddy', kind: 'proxy' },
  haproxy: { label: 'HAProxy', kind: 'proxy' },
  iis: { label: 'Microsoft IIS', kind: 'proxy' },
  envoy: { label: 'Envoy', kind: 'proxy' },
  kong: { label: 'Kong', kind: 'proxy' },
  traefik: { label: 'Traefik', kind: 'proxy' },
  varnish: { label: 'Varnish', kind: 'proxy' },
  'oauth2-proxy': { label: 'oauth2-proxy', kind: 'proxy' },
  'cloudflare-workers': { label: 'Cloudflare Workers', kind: 'platform' },
  'api-gateway': { label: 'Amazon API Gateway', kind: 'platform' },
  'lambda-url': { label: 'AWS Lambda function URL', kind: 'platform' },
  alb: { label: 'the AWS load balancer (ALB)', kind: 'platform' },
  'aws-waf': { label: 'AWS WAF', kind: 'platform' },
  's3-compatible': { label: 'an S3-compatible store', kind: 'service' },
  s3: { label: 'Amazon S3', kind: 'platform' },
  r2: { label: 'Cloudflare R2', kind: 'platform' },
  gcs: { label: 'Google Cloud Storage', kind: 'platform' },
  'azure-storage': { label: 'Azure Storage', kind: 'platform' },
  supabase: { label: 'Supabase', kind: 'platform' },
  'cloud-run': { label: 'Google Cloud Run', kind: 'platform' },
  azure: { label: 'Azure App Service', kind: 'platform' },
  vercel: { label: 'Vercel', kind: 'platform' },
  netlify: { label: 'Netlify', kind: 'platform' },
  heroku: { label: 'Heroku', kind: 'platform' },
  render: { label: 'Render', kind: 'platform' },
  fly: { label: 'Fly.io', kind: 'platform' },
  railway: { label: 'Railway', kind: 'platform' },
  'github-pages': { label: 'GitHub Pages', kind: 'platform' },
  cloudfront: { label: 'Amazon CloudFront', kind: 'platform' },
  fastly: { label: 'Fastly', kind: 'platform' },
  akamai: { label: 'Akamai', kind: 'platform' },
  cloudflare: { label: 'Cloudflare', kind: 'platform' },
  entra: { label: 'Microsoft Entra ID', kind: 'service' },
  keycloak: { label: 'Keycloak', kind: 'service' },
  auth0: { label: 'Auth0', kind: 'service' },
  cognito: { label: 'Amazon Cognito', kind: 'service' },
} as const satisfies Record<string, Stack>

export type StackId = keyof typeof STACKS

export const isStackId = (id: string): id is StackId => Object.hasOwn(STACKS, id)

/** The name a person knows a stack by; the id itself for one that is not in the table. */
export const labelOf = (id: string): string => (isStackId(id) ? STACKS[id].label : id)
