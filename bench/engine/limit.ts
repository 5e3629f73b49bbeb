import { type Definition, type Expr, type Given, type Question, setAnswer } from './service.ts'

/**
 * The physical limit: the straight-line function a good programmer would write by hand for this one service, variables and comparisons and nothing
 * else. It is printed from the definition only so that it says the same; it knows no unknown, no state of an answer, no provenance.
 */
export type Step = { next: string | null; readonly errors: string[] }
export type Full = { readonly errors: string[]; readonly missing: string[]; eligible: boolean }
export type Limit = { step(j: Given, slot: string | null, value?: unknown): Step; full(a: Given): Full }

const signs: { readonly [op: string]: string } = { gt: '>', lt: '<', ge: '>=', le: '<=' }
function js(e: Expr): string {
  if (typeof e !== 'object') return JSON.stringify(e)
  const { 0: o, 1: a = '', 2: b = '' } = e
  switch (o) {
    case 'v': return `v_${String(a)}`
    case 'r': return `r_${String(a)}`
    case 'self': return 'x'
    case 'and': return `(${js(a)}&&${js(b)})`
    case 'or': return `(${js(a)}||${js(b)})`
    case 'not': return `!${js(a)}`
    case 'add': return `(${js(a)}+${js(b)})`
    case 'div': return `(${js(a)}/${js(b)})`
    case 'or0': return `(${js(a)}??0)`
    case 'sum': return `s_${String(a)}_${String(b)}`
    case 'count': return `c_${String(a)}`
    case 'eq': return `(${js(a)}===${js(b)})`
    case 'ne': return `(${js(a)}!==undefined&&${js(a)}!==${js(b)})`
    default: return `(${js(a)}${signs[o]}${js(b)})`
  }
}
export function source(def: Definition): string {
  const names = def.items.filter((i) => i.kind !== 'group').map((i) => `v_${i.id}`).join(',')
  const check = (q: Omit<Question, 'kind'>, slot: string, v: string, wanted = `target===${slot}`) => (q.valid ?? []).map((c) => `if(!next||${wanted}){x=${v};if(!${js(c.expr)})out.errors.push(${slot}+':${c.code}');}`).join('')
  let b = `let tk=-1,tf=null;if(target&&target.charCodeAt(7)===46){const p=target.split('.');tk=+p[1];tf=p[2]}\nlet x,${names};\n`
  for (const it of def.items) {
    if (it.kind === 'calc') b += `v_${it.id}=${js(it.expr)};\n`
    else if (it.kind === 'q') {
      const body = `x=ans.${it.id};if(x===undefined){if(next){out.next='${it.id}';return out}out.missing.push('${it.id}')}else{v_${it.id}=x;${check(it, `'${it.id}'`, `v_${it.id}`)}}`
      b += it.when === undefined ? `${body}\n` : `if(${js(it.when)}){${body}}\n`
    } else {
      b += `let s_${it.id}_income=0;const c_${it.id}=v_${it.countOf}|0;const rows=ans.${it.id};for(let k=0;k<c_${it.id};k++){const src=rows?rows[k]:undefined;let ${it.fields.map((f) => `r_${f.id}`).join(',')};`
      for (const f of it.fields) {
        const slot = `'${it.id}.'+k+'.${f.id}'`
        const body = `x=src===undefined?undefined:src.${f.id};if(x===undefined){if(next){out.next=${slot};return out}out.missing.push(${slot})}else{r_${f.id}=x;${check(f, slot, `r_${f.id}`, `(k===tk&&tf==='${f.id}')`)}}`
        b += f.when === undefined ? body : `if(${js(f.when)}){${body}}`
      }
      b += `s_${it.id}_income+=r_income??0;}\n`
    }
  }
  return `${b}out.next=null;if(!next)out.eligible=${js(def.eligibility)};return out;`
}
export function limitOf(def: Definition): Limit {
  const scan = new Function('ans', 'target', 'next', 'out', source(def)) as (a: Given, target: string | null, next: boolean, out: object) => never
  return {
    step(j, slot, value) { if (slot !== null) setAnswer(j, slot, value); return scan(j, slot, true, { next: null, errors: [] }) },
    full: (a) => scan(a, null, false, { next: null, errors: [], missing: [], eligible: false }),
  }
}
