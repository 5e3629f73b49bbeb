import { sha256 } from '#platform/crypto'

/**
 * The Merkle log of RFC 6962 §2.1: pure arithmetic over hashes of complete subtrees. `node(level, index)` is the hash over the 2^level
 * leaves from index * 2^level on; where they are kept is the caller's affair.
 */
export type Node = readonly [level: number, index: number]
export type NodeOf = (level: number, index: number) => Buffer

const zero = Buffer.from([0]), one = Buffer.from([1])
export const leafHash = (data: Buffer): Buffer => sha256(zero, data)
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(one, left, right)
export const emptyRoot: Buffer = sha256()

/** The complete subtrees that make up the leaves lo..hi-1, where lo is aligned as in a proof; from left to right. */
export function covering(lo: number, hi: number): readonly Node[] {
  const nodes: Node[] = []
  for (let at = lo; at < hi; ) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= hi) level++
    nodes.push([level, at / 2 ** level])
    at += 2 ** level
  }
  return nodes
}
const hashOver = (lo: number, hi: number, node: NodeOf): Buffer => covering(lo, hi).map(([l, i]) => node(l, i)).reduceRight((right, left) => nodeHash(left, right))
/** Largest power of two below n. */
const split = (n: number): number => { let k = 1; while (k * 2 < n) k *= 2; return k }

/** MTH(D[size]). */
export const root = (size: number, node: NodeOf): Buffer => (size === 0 ? emptyRoot : hashOver(0, size, node))

type Range = readonly [number, number]
/** PATH(m, D[n]): the ranges whose hashes prove leaf `at` in a tree of `size`. */
export function inclusionRanges(at: number, size: number): readonly Range[] {
  const ranges: Range[] = []
  let lo = 0, hi = size
  while (hi - lo > 1) {
    const k = lo + split(hi - lo)
    if (at < k) { ranges.unshift([k, hi]); hi = k } else { ranges.unshift([lo, k]); lo = k }
  }
  return ranges
}
/** PROOF(m, D[n]): the ranges that prove a tree of `from` leaves to be the beginning of one of `size`. */
export function consistencyRanges(from: number, size: number): readonly Range[] {
  if (from <= 0 || from >= size) return []
  const ranges: Range[] = []
  let lo = 0, hi = size, whole = true
  while (from !== hi) {
    const k = lo + split(hi - lo)
    if (from <= k) { ranges.unshift([k, hi]); hi = k } else { ranges.unshift([lo, k]); lo = k; whole = false }
  }
  return whole ? ranges : [[lo, hi], ...ranges]
}
export const hashes = (ranges: readonly Range[], node: NodeOf): readonly Buffer[] => ranges.map(([lo, hi]) => hashOver(lo, hi, node))
export const nodesOf = (ranges: readonly Range[]): readonly Node[] => ranges.flatMap(([lo, hi]) => covering(lo, hi))

/** RFC 9162 §2.1.3.2: does the path lead from this leaf to that root? */
export function includes(leaf: Buffer, at: number, size: number, path: readonly Buffer[], rootHash: Buffer): boolean {
  if (!Number.isSafeInteger(at) || at < 0 || at >= size) return false
  let fn = at, sn = size - 1, r = leaf
  for (const p of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r)
      while (fn % 2 === 0 && fn !== 0) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2) }
    } else r = nodeHash(r, p)
    fn = Math.floor(fn / 2); sn = Math.floor(sn / 2)
  }
  return sn === 0 && r.equals(rootHash)
}
/** RFC 9162 §2.1.4.2: is the tree of `from` leaves the beginning of the one of `size`? */
export function extendsTree(from: number, size: number, path: readonly Buffer[], before: Buffer, after: Buffer): boolean {
  if (from === size) return path.length === 0 && before.equals(after)
  if (from > size) return false
  if (from === 0) return path.length === 0
  const proof = Number.isInteger(Math.log2(from)) ? [before, ...path] : [...path]
  if (proof.length === 0) return false
  let fn = from - 1, sn = size - 1
  while (fn % 2 === 1) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2) }
  let fr = proof[0]!, sr = proof[0]!
  for (const c of proof.slice(1)) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(c, fr); sr = nodeHash(c, sr)
      while (fn % 2 === 0 && fn !== 0) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2) }
    } else sr = nodeHash(sr, c)
    fn = Math.floor(fn / 2); sn = Math.floor(sn / 2)
  }
  return sn === 0 && fr.equals(before) && sr.equals(after)
}
