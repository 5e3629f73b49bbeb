export type Labels = { readonly [name: string]: string | number }
type Series = { readonly labels: string; count: number; sum: number; buckets: number[] }

/** Milliseconds; the last one is everything. */
const bounds = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000]
/** More label sets than this under one name are counted together: labels come from our own tables, never from what people send. */
const most = 500

/** Counters and durations in memory, printed in the text format of Prometheus 0.0.4. */
export function createMetrics() {
  const families = new Map<string, { readonly kind: 'counter' | 'histogram'; readonly series: Map<string, Series> }>()
  const seriesOf = (name: string, kind: 'counter' | 'histogram', labels: Labels): Series => {
    let family = families.get(name)
    if (!family) families.set(name, (family = { kind, series: new Map() }))
    const wanted = written(labels), key = family.series.has(wanted) || family.series.size < most ? wanted : 'other="true"'
    let series = family.series.get(key)
    if (!series) family.series.set(key, (series = { labels: key, count: 0, sum: 0, buckets: bounds.map(() => 0) }))
    return series
  }
  return {
    count(name: string, labels: Labels = {}, by = 1): void { seriesOf(name, 'counter', labels).count += by },
    observe(name: string, ms: number, labels: Labels = {}): void {
      const series = seriesOf(name, 'histogram', labels), at = bounds.findIndex((bound) => ms <= bound)
      series.count++
      series.sum += ms
      if (at >= 0) series.buckets[at]!++
    },
    text(): string {
      const lines: string[] = []
      for (const [name, { kind, series }] of [...families].sort(([a], [b]) => (a < b ? -1 : 1))) {
        lines.push(`# TYPE ${name} ${kind}`)
        for (const { labels, count, sum, buckets } of series.values()) {
          const with_ = (more: string) => { const all = [labels, more].filter(Boolean).join(','); return all ? `{${all}}` : '' }
          if (kind === 'counter') { lines.push(`${name}${with_('')} ${count}`); continue }
          let total = 0
          for (const [i, bound] of bounds.entries()) lines.push(`${name}_bucket${with_(`le="${bound}"`)} ${(total += buckets[i]!)}`)
          lines.push(`${name}_bucket${with_('le="+Inf"')} ${count}`, `${name}_sum${with_('')} ${Math.round(sum * 1000) / 1000}`, `${name}_count${with_('')} ${count}`)
        }
      }
      return `${lines.join('\n')}\n`
    },
  }
}
const written = (labels: Labels): string => Object.entries(labels).map(([k, v]) => `${k}="${String(v).replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`).join(',')
