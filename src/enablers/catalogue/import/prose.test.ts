import assert from 'node:assert/strict'
import test from 'node:test'
import { addressIn, line, plain, written } from './prose.ts'

test('what letters write becomes text, lists, strong and links; what has no place is named', () => {
  const rows: readonly (readonly [source: string, text: string, lost?: readonly string[]])[] = [
    ['• Um\r\n• Dois\n\n• Três', '- Um\n- Dois\n- Três'],
    ['## Título ##', '**Título**'],
    ['<p>Leia <a href="https://a.br/x" target="_blank">aqui</a>.</p><ul><li>um</li><li>dois</li></ul>', 'Leia [aqui](https://a.br/x).\n\n- um\n\n- dois'.replace('um\n\n-', 'um\n-')],
    ['Veja https://www.a.br/b/?c=1.', 'Veja [a.br/b](https://www.a.br/b/?c=1).'],
    ['[![Loja](https://a.br/i.png)](https://loja.br/app) aqui', '[loja.br/app](https://loja.br/app) aqui', ['image']],
    ['[AGU](http://http://www.agu.gov.br)', '[AGU](http://www.agu.gov.br)'],
    ['[Manual](http://a.br/x+(DDCM)+y)', '[Manual](http://a.br/x+%28DDCM%29+y)'],
    ['Em uma (Unidade](https://a.br/x)', 'Em uma (Unidade ([a.br/x](https://a.br/x))'],
    ['[Modelo](http://a.br/de- x)', 'Modelo', ['link whose address is broken']],
    ['[mau](javascript:alert(1))', 'mau', ['link whose address is broken']],
    ['[nós](mailto:a@b.br) [c@d.br](mailto:c@d.br)', 'nós (a@b.br) c@d.br'],
    ['<a href="javascript:x">clique</a><script>alert(1)</script>', 'clique', ['script', 'link whose address is broken']],
    ['<iframe src="https://a.br"></iframe>texto', 'texto', ['embedded page']],
    ['{fato} e **forte', '(fato) e forte'],
    ['art. 9&ordm; &lt;b&gt;', 'art. 9º <b>'],
  ]
  for (const [source, text, lost = []] of rows) assert.deepEqual(written(source), { text, lost }, source)
  assert.equal(line('- um\n- dois').text, 'um dois')
  assert.equal(plain('**Emitir** [CPF](https://a.br)'), 'Emitir CPF')
  assert.equal(addressIn('em https://a.br/x, ou'), 'https://a.br/x')
})
test('a megabyte of any mark takes no longer than text does', () => {
  for (const mark of ['[', '[a](', '[ ](', '<', '<a href=', '<script', '**', '![](', '[a](http://a b', `[a](http://${' '.repeat(990)}`, '[a]((', 'https://', '[a](http://b.c)](', '\n']) {
    const from = process.cpuUsage()
    written(mark.repeat(Math.floor(1_000_000 / mark.length)))
    assert.ok(process.cpuUsage(from).user < 5_000_000, mark)
  }
})
