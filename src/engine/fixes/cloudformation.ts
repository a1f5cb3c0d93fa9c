/** Code for a CloudFormation template. */

/** Lines of resources, as they stand in a template: in its section Resources. */
export const underResources = (lines: readonly string[]): string =>
  ['Resources:', ...lines.map((line) => `  ${line}`)].join('\n')
