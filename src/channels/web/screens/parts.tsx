import type { ComponentChildren, JSX, VNode } from 'preact'
import type { By } from '../by.ts'
import type { Knot } from '../cord.ts'

/** HTML ids from field names: paths hold dots. */
export const idOf = (name: string): string => `f-${name.replace(/[^A-Za-z0-9_-]/g, '-')}`
const paths: { readonly [icon: string]: string } = {}
export const Icon = ({ name }: { name: string }): VNode => <svg class="vn-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={paths[name] ?? ''} /></svg>
export const Hidden = ({ children }: { children: ComponentChildren }): VNode => <span class="govuk-visually-hidden">{children}</span>
