import type { Problem, Service, Vocabulary } from '../service/index.ts'
import { readService } from '../service/index.ts'
import { load } from './engine.ts'
import { build } from './program.ts'
import type { Compiled } from './ready.ts'
import type { Engine } from './types.ts'

/**
 * Compiles a definition: a YAML tree (every scalar a string) or JSON, untrusted. Either an engine, or every problem that
 * keeps it from running (E00 shape, E01 unknown name, E02 type, E03 later fact, E07 may be absent, E10 cost).
 */
export function compile(raw: unknown, vocabulary: Vocabulary): { readonly engine: Engine; readonly compiled: Compiled } | { readonly problems: readonly Problem[] } {
  const { service, problems } = readService(raw)
  return service ? compileService(service, vocabulary) : { problems }
}
export function compileService(service: Service, vocabulary: Vocabulary): { readonly engine: Engine; readonly compiled: Compiled } | { readonly problems: readonly Problem[] } {
  const { compiled, problems } = build(service, vocabulary)
  return compiled ? { engine: load(compiled), compiled } : { problems }
}
