import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { consistencyRanges, emptyRoot, extendsTree, hashes, inclusionRanges, includes, leafHash, nodeHash, root, type NodeOf } from './merkle.ts'

// The vectors of the Certificate Transparency reference implementation (google/certificate-transparency, merkletree tests).
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((h) => Buffer.from(h, 'hex'))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const treeOf = (leaves: readonly Buffer[]): NodeOf => function node(level, index): Buffer { return level === 0 ? leaves[index]! : nodeHash(node(level - 1, index * 2), node(level - 1, index * 2 + 1)) }
/** MTH as the RFC writes it, for comparison. */
const mth = (l: readonly Buffer[]): Buffer => { if (l.length === 0) return emptyRoot; if (l.length === 1) return l[0]!; let k = 1; while (k * 2 < l.length) k *= 2; return nodeHash(mth(l.slice(0, k)), mth(l.slice(k))) }

test('roots of one to eight leaves are those of the reference implementation', () => {
  assert.equal(emptyRoot.toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  const leaves = inputs.map(leafHash)
  roots.forEach((want, i) => assert.equal(root(i + 1, treeOf(leaves)).toString('hex'), want))
})
test('inclusion and consistency proofs hold, and hold for nothing else', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(), fc.nat(), fc.nat(), (n, a, b, c) => {
    const leaves = Array.from({ length: n }, (_, i) => leafHash(Buffer.from(`event ${i}`))), node = treeOf(leaves), top = root(n, node), at = a % n
    assert.deepEqual(top, mth(leaves))
    const path = hashes(inclusionRanges(at, n), node)
    assert.ok(includes(leaves[at]!, at, n, path, top))
    assert.ok(!includes(leafHash(Buffer.from('forged')), at, n, path, top))
    if (n > 1) { assert.ok(!includes(leaves[at]!, (at + 1) % n, n, path, top)); assert.ok(!includes(leaves[at]!, at, n, path.slice(1), top)) }
    const m = 1 + (b % n), early = root(m, node), proof = hashes(consistencyRanges(m, n), node)
    assert.ok(extendsTree(m, n, proof, early, top))
    const bent = [...leaves]
    bent[c % m] = leafHash(Buffer.from('forged'))
    const other = treeOf(bent)
    assert.ok(!extendsTree(m, n, hashes(consistencyRanges(m, n), other), early, root(n, other)), 'a changed past no longer begins the tree')
  }), { numRuns: 1500 })
})
