import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import test from 'node:test'
import { markdown, subset } from './markdown.ts'

const rows: readonly (readonly [string, string, string, readonly string[], readonly string[]])[] = [
  ['plain text',             'How many?',                                                         'How many?',                                 [], []],
  ['paragraphs',             '<p class="govuk-body">One</p>\n\n<p>Two<br>Three</p>',              'One\n\nTwo\n\nThree',                       [], []],
  ['a list',                 '<label>We ask about:</label>\n<ul class="x">\n<li>one</li>\n<li> two </li></ul>', 'We ask about:\n\n- one\n- two',  [], []],
  ['a numbered list',        '<ol><li>one</li><li>two</li></ol>',                                 '1. one\n2. two',                            [], []],
  ['an unclosed list',       '<div>Must:<ul><li>one</li><li>two</div>',                           'Must:\n\n- one\n- two',                     [], []],
  ['strong',                 'a <b> bold </b>word, <strong>two</strong> <strong>three</strong>',  'a **bold** word, **two** **three**',        [], []],
  ['a heading',              '<h2 class="l">Capital</h2><p>Text</p>',                             '**Capital**\n\nText',                       ['a heading became strong text'], []],
  ['an empty strong',        'a<b> </b>c',                                                        'ac',                                        [], []],
  ['a link',                 'See <a href="https://x.uk/a (b)" target=_blank>the <b>rules</b></a>.', 'See [the rules](https://x.uk/a%20%28b%29).', [], []],
  ['a link to a file',       'See <a href="/help">help</a>',                                      'See help',                                  [], ['a link to /help']],
  ['a script as a link',     '<a href="javascript:alert(1)">x</a>',                               'x',                                         [], ['a link to javascript:alert(1)']],
  ['mail',                   '<a href="mailto:a@b.uk">a@b.uk</a>',                                'a@b.uk',                                    ['a link to an e-mail address became plain text'], []],
  ['a script',               'a<script>if (a < b) alert("</p>")</script>b',                       'ab',                                        [], ['a script']],
  ['a style',                '<style>p > a { color: red }</style><p>x</p>',                       'x',                                         [], ['a style sheet']],
  ['an image',               'a <img src=x onerror=alert(1)> b',                                  'a b',                                       [], ['an image']],
  ['entities',               'Tom &amp; Ann&#39;s &pound;5 &lt;b&gt; &unknown; &#0;',             'Tom & Ann\'s £5 <b> &unknown;',             [], []],
  ['a comment',              'a<!-- <b>no</b> -->b',                                              'ab',                                        [], []],
  ['less than',              'if 3 < 4 then <p>x</p>',                                            'if 3 < 4 then\n\nx',                        [], []],
  ['a table',                '<table><tr><th>A</th><td>1</td></tr><tr><td>B</td><td>2</td></tr></table>', 'A · 1\n\nB · 2',                    ['a table became lines'], []],
  ['a paragraph like an item', '<p>- not an item</p><p>1. nor this</p>',                          '– not an item\n\n1.\u00a0nor this',         [], []],
  ['stars',                  '<p>**not strong**</p>',                                             '∗∗not strong∗∗',                            [], []],
  ['braces',                 'Dear {{ name }}, {x}',                                              'Dear (name), (x)',                          ['text in braces became text in brackets'], []],
  ['details',                '<details><summary>Help</summary>Text</details>',                    '**Help**\n\nText',                          ['text that opened on demand is shown', 'a heading became strong text'], []],
]
for (const [name, html, text, changed, lost] of rows) test(`HTML: ${name}`, () => { assert.deepEqual(markdown(html), { text, changed: changed, lost }) })

test('an insert that is known stays one', () => { assert.equal(markdown('<p>Dear {{ name }} {other}</p>', new Set(['name'])).text, 'Dear {name} (other)') })
test('Markdown of others', () => {
  assert.deepEqual(subset('# Title\n\nText [a](https://x.uk) [b](/c)\n\n- one\n- two'), { text: '**Title**\n\nText [a](https://x.uk) b\n\n- one\n- two', changed: ['a heading became strong text'], lost: ['a link to /c'] })
})
test('hostile text takes time in proportion', () => {
  const n = 200_000
  for (const unit of ['<', '<a ', '<a href="', '<b>', '</b>', '<ul><li>', '{', '{{a', '&#', '<!--', '**', '<script>', '<a href=x>', "<p title='", '[a](', '# ', ' · ', '<td>', '<h1>']) {
    const text = unit.repeat(Math.ceil(n / unit.length)), began = performance.now()
    markdown(text)
    subset(text)
    const ms = performance.now() - began
    assert.ok(ms < 1500, `${unit}: ${ms.toFixed(0)} ms`)
  }
})
test('what is longer than a wording may be is cut, and told', () => {
  for (const text of ['word '.repeat(9000), '<p>word</p>'.repeat(9000), `${'x'.repeat(19_999)}😀😀`]) {
    const made = markdown(text)
    assert.ok(made.text.length <= 20_000 && !/[\ud800-\udbff]$/.test(made.text), `${made.text.length}`)
    assert.deepEqual(made.lost, ['all after 20000 characters'])
  }
})
