/** What a Form.io component becomes. `how` says what reads otherwise; `keys` belong to the fact. A type without a row is a text, and says so. */
export type Kind = { readonly kind: string; readonly how?: string; readonly keys?: { readonly [key: string]: unknown } }
const foreign = (what: string, most = 40): Kind => ({ kind: 'text', how: `${what} of another country is a text`, keys: { max_length: most } })
const fetched: Kind = { kind: 'text', how: 'its program fetches what is shown: here it is a text', keys: { max_length: 1000 } }
export const asks: { readonly [type: string]: Kind } = {
  textfield: { kind: 'text', keys: { max_length: 1000 } }, textarea: { kind: 'text', keys: { lines: 5, max_length: 10000 } }, password: { kind: 'text', how: 'what is typed is shown', keys: { max_length: 200 } }, url: { kind: 'text', keys: { max_length: 2000 } }, tags: { kind: 'text', how: 'several words are one text', keys: { max_length: 1000 } },
  firstName: { kind: 'text', keys: { max_length: 200 } }, surname: { kind: 'text', keys: { max_length: 200 } }, time: { kind: 'text', how: 'a time of day is a text', keys: { max_length: 20 } }, monthPicker: { kind: 'text', how: 'a month and year are a text', keys: { max_length: 40 } },
  number: { kind: 'decimal' }, year: { kind: 'integer' }, currency: { kind: 'decimal', how: 'an amount of another currency is a number' },
  checkbox: { kind: 'yesno', how: 'a box is a yes or no' }, navCheckbox: { kind: 'yesno', how: 'a box is a yes or no' }, radio: { kind: 'choice' }, radiopanel: { kind: 'choice' }, select: { kind: 'choice' }, navSelect: { kind: 'choice' }, selectboxes: { kind: 'many' },
  email: { kind: 'email' }, day: { kind: 'date' }, date: { kind: 'date' }, datetime: { kind: 'date', how: 'the time of day is left out' }, navDatepicker: { kind: 'date' },
  file: { kind: 'file' }, attachment: { kind: 'file', how: 'when and how it is handed in is each channel’s' }, signature: { kind: 'signature' },
  phoneNumber: foreign('a telephone number'), fnrfield: foreign('an identity number'), orgNr: foreign('a number of a company'), bankAccount: foreign('a bank account'), iban: foreign('a bank account'), bsn: foreign('an identity number'), licenseplate: foreign('a number plate'), postcode: foreign('a postal code'),
  navAddress: { ...foreign('an address', 500), keys: { lines: 5, max_length: 500 } }, addressNL: { ...foreign('an address', 500), keys: { lines: 5, max_length: 500 } }, address: { ...foreign('an address', 500), keys: { lines: 5, max_length: 500 } }, addressValidity: { kind: 'text', how: 'two days of one box are a text', keys: { max_length: 100 } }, identity: foreign('an identity number'),
  landvelger: fetched, valutavelger: fetched, activities: fetched, maalgruppe: fetched, drivinglist: fetched, dataFetcher: fetched, npFamilyMembers: fetched, partners: fetched, children: fetched, map: fetched, cosign: { kind: 'email', how: 'who signs too is asked for an address' },
}
/** Say something, ask nothing. */
export const notes: ReadonlySet<string> = new Set(['htmlelement', 'content', 'alertstripe', 'image', 'accordion', 'alert'])
/** Hold others and are no question: their title is a heading, or nothing. */
export const holders: ReadonlySet<string> = new Set(['panel', 'fieldset', 'navSkjemagruppe', 'container', 'columns', 'well', 'row', 'table', 'tabs', 'formioform'])
/** Hold others, once a row. */
export const lists: ReadonlySet<string> = new Set(['datagrid', 'editgrid'])
export const nothing: { readonly [type: string]: string } = { button: 'a service has its own buttons', hidden: 'its value is set by a program, nobody is asked', recaptcha: 'each channel guards itself', spacer: 'it says nothing', softRequiredErrors: 'each channel lists what is missing' }
/** Keys that carry what other elements of the report tell, or say nothing about the form. */
export const plumbing: ReadonlySet<string> = new Set(['type', 'key', 'id', 'input', 'navId', 'components', 'columns', 'rows', 'rowGroups', 'values', 'data', 'validate', 'conditional', 'customConditional', 'calculateValue', 'customDefaultValue', 'logic', 'label', 'title', 'legend', 'content', 'html', 'description', 'additionalDescriptionText', 'tooltip', 'accordionValues', 'openForms', 'properties', 'overlay', 'attrs', 'version', 'inputType', 'keyModified', 'isNewComponent', 'dataSrc', 'hidden', 'translations'])
export const scripts = ['customConditional', 'calculateValue', 'customDefaultValue'] as const
