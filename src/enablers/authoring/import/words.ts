/** Why a file is refused, as `{ refused }` says it, and the same in Spanish. `{x}` is what the file has there: a name, a number, a parser's own words. */
const refusals: readonly (readonly [en: string, es: string])[] = [
  ['{file} is empty', '{file} está vacío'],
  ['{file} is larger than {n} MB', '{file} pesa más de {n} MB'],
  ['{file} gives a definition larger than {n} MB', '{file} da una definición de más de {n} MB'],
  ['{file} is nested deeper than {n} levels', '{file} tiene más de {n} niveles, uno dentro de otro'],
  ['{file} is nested too deep to be read', '{file} tiene demasiados niveles, uno dentro de otro, para leerlo'],
  ['{file} has more than {n} values', '{file} tiene más de {n} valores'],
  ['{file} has more than {n} components', '{file} tiene más de {n} componentes'],
  ['{file} is no JSON: {why}', '{file} no es JSON: {why}'],
  ['{file} is no JSON map', '{file} no es un mapa de JSON'],
  ['{file} is no JSON or YAML map', '{file} no es un mapa de JSON ni de YAML'],
  ['{file} is no list of JSON', '{file} no es una lista de JSON'],
  ['{file} is no YAML that can be read: line {n}, {why}', '{file} no es YAML que se pueda leer: línea {n}, {why}'],
  ['{file} has the key «{key}», which is not allowed', '{file} tiene la clave «{key}», que no se permite'],
  ['{file} is in no format known here: {formats}', '{file} no está en ningún formato conocido: {formats}'],
  ['no format is called {name}', 'ningún formato se llama {name}'],
  ['{file} does not look like {format}', '{file} no parece del formato pedido ({format})'],
  ['{file} has {n} questions and notes; a service has at most {most}', '{file} tiene {n} preguntas y notas; un trámite tiene {most} como máximo'],
  ['the service it gives is not sound: {why}', 'el trámite que resulta tiene errores: {why}'],
  ['{file} has {n} pages; at most {most} are read', '{file} tiene {n} páginas; se leen {most} como máximo'],
  ['{file} has {n} steps; at most {most} are read', '{file} tiene {n} pasos; se leen {most} como máximo'],
  ['{file} has {n} elements; at most {most} are read', '{file} tiene {n} elementos; se leen {most} como máximo'],
  ['{file} has {n} components; at most {most} are read', '{file} tiene {n} componentes; se leen {most} como máximo'],
  ['{file} has {n} conditions; at most {most} are read', '{file} tiene {n} condiciones; se leen {most} como máximo'],
  ['{file} has {n} links; at most {most} are read', '{file} tiene {n} enlaces; se leen {most} como máximo'],
  ['{file} has {n} actions of rules; at most {most} are read', '{file} tiene {n} acciones de reglas; se leen {most} como máximo'],
  ['{file} is in {n} languages; at most {most} are read', '{file} está en {n} idiomas; se leen {most} como máximo'],
  ['{file}: a page has no path ({at})', '{file}: una página no tiene ruta ({at})'],
  ['{file}: two pages are called {path}', '{file}: dos páginas se llaman {path}'],
  ['{file}: two steps have the same id', '{file}: dos pasos tienen el mismo identificador'],
  ['{file} has no pages', '{file} no tiene páginas'],
  ['{file}: its links come to more than {n} tests', '{file}: sus enlaces suman más de {n} comparaciones'],
  ['{file}: its pages go in a loop: {way}', '{file}: sus páginas dan vueltas en círculo: {way}'],
  ['{file}: so many ways lead to {page} that no rule can say them', '{file}: tantos caminos llevan a {page} que ninguna regla puede decirlos'],
  ['{file} asks nothing and says nothing that can be reached', '{file} no pregunta ni dice nada a lo que se pueda llegar'],
  ['{file} asks nothing and says nothing', '{file} no pregunta ni dice nada'],
  ['{file} asks nothing: {why}', '{file} no pregunta nada: {why}'],
  ['{file}: what its references lead to comes to more than {n} parts', '{file}: lo que sus referencias abarcan suma más de {n} partes'],
  ['{file}: it contains itself', '{file}: se contiene a sí mismo'],
  ['{file}: «{ref}» points nowhere in this file', '{file}: «{ref}» no lleva a ninguna parte del archivo'],
  ['{file} holds no forms.json that is a form', '{file} no contiene un forms.json que sea un formulario'],
  ['{file} is no zip that can be read: it has no directory', '{file} no es un zip que se pueda leer: no tiene directorio'],
  ['{file} is no zip that can be read: its directory is broken', '{file} no es un zip que se pueda leer: su directorio está dañado'],
  ['{file} is no zip that can be read: an entry is not where the directory says', '{file} no es un zip que se pueda leer: un archivo no está donde dice el directorio'],
  ['{file} is no zip that can be read: a stored entry has two sizes', '{file} no es un zip que se pueda leer: un archivo tiene dos tamaños'],
  ['{file} is a zip in several parts or of the 64-bit kind, which is not read', '{file} es un zip en varias partes o de 64 bits, que no se lee'],
  ['{file} holds {n} files; a zip has at most {most}', '{file} contiene {n} archivos; un zip tiene {most} como máximo'],
  ['{file} holds the path «{path}», which leads out of it', '{file} contiene la ruta «{path}», que lleva fuera de él'],
  ['{file} holds «{path}» twice', '{file} contiene «{path}» dos veces'],
  ['{file} is locked with a password', '{file} está cerrado con una contraseña'],
  ['{file} holds «{path}» of {n} bytes; a file in it has at most {most}', '{file} contiene «{path}», de {n} bytes; cada archivo tiene {most} como máximo'],
  ['{file} holds more than {n} bytes', '{file} contiene más de {n} bytes'],
  ['{file} holds «{path}», which grows more than {n} times: it looks like a zip bomb', '{file} contiene «{path}», que crece más de {n} veces: parece una bomba zip'],
  ['{file} is cut short', '{file} está cortado'],
  ['{file} holds «{path}» packed in a way that is not read (method {n})', '{file} contiene «{path}», comprimido de una forma que no se lee (método {n})'],
  ['{file} holds «{path}», which cannot be unpacked to the size it claims', '{file} contiene «{path}», que no se puede descomprimir al tamaño que declara'],
]
const literal = (s: string): string => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** What a file has there is short: a name, a number. What ends a sentence may be long: a loop with all its pages. The bounds keep the time in proportion. */
const pattern = (en: string): RegExp => { const parts = en.split(/\{\w+\}/).map(literal), last = parts.pop()!; return new RegExp(`^${parts.join('([^]{1,500}?)')}([^]{1,50000}?)${last}$`) }
const readers = refusals.map(([en, es]) => ({ is: pattern(en), names: [...en.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!), es }))

/** A refusal in Spanish; undefined when nobody wrote it yet (a test holds every refusal to this). */
export function inSpanish(refused: string): string | undefined {
  for (const { is, names, es } of readers) {
    const found = is.exec(refused)
    if (found) return es.replace(/\{(\w+)\}/g, (_, name: string) => found[names.indexOf(name) + 1] ?? '')
  }
  return undefined
}
