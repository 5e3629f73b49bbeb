import type { Format } from '../types.ts'
import { digitalFormBuilder } from './digital-form-builder.ts'
import { formio } from './formio.ts'
import { gcForms } from './gc-forms.ts'
import { govukForms } from './govuk-forms.ts'
import { jsonSchema } from './json-schema.ts'
import { openForms } from './open-forms.ts'

/** Every format, one line each. `auto` asks each how sure it is. */
export const formats: readonly Format[] = [
  digitalFormBuilder,
  formio,
  gcForms,
  govukForms,
  openForms,
  jsonSchema,
]
