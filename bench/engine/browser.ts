/** What a browser needs to run a compiled service: the engine, and the reader of each kind. Words come with the service. */
export { load } from '#core/journey'
export { readers } from '#core/kinds'
