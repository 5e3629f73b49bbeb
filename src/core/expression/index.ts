/**
 * The language of rules: a closed, typed, total subset of FEEL (DMN 1.5 §10.3). An expression that compiles cannot fail;
 * unknown (not answered yet) is the only third value, absent (does not apply, or declined) is FEEL's null.
 *
 * ```ebnf
 * expression = "if" expression "then" expression "else" expression
 *            | ( "some" | "every" ) name "in" sum "satisfies" expression | or ;
 * or         = and { "or" and } ;
 * and        = test { "and" test } ;
 * test       = sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum | "between" sum "and" sum | "in" members ] ;
 * members    = range | "(" unary { "," unary } ")" | "[" unary { "," unary } "]" | unary ;
 * unary      = [ "=" | "!=" | "<" | "<=" | ">" | ">=" ] sum | range ;
 * range      = ( "[" | "(" | "]" ) sum ".." sum ( "]" | ")" | "[" ) ;
 * sum        = product { ( "+" | "-" ) product } ;
 * product    = negative { ( "*" | "/" ) negative } ;
 * negative   = "-" negative | member ;
 * member     = primary { "." name } ;
 * primary    = number | text | "true" | "false" | "null" | name | function "(" [ expression { "," expression } ] ")" | "(" expression ")" ;
 * name       = letter { letter | digit | "_" | "-" } ;   a hyphen inside a name is part of it: minus has spaces around it
 * ```
 * A decision table's cell is `unary { "," unary }`, or "-" for any. The functions stand in functions.ts as a table.
 * Names: facts above, `value` in a check, `row.x` inside a list, `today`, `submitted`, named decisions.
 */
export { compile, compileTests, toDecimal, type Known, type Scope } from './compile.ts'
export { formatDecimal, parseDecimal } from './decimal.ts'
export { functions, konst } from './functions.ts'
export { children, parse, parseTests, print, SyntaxProblem, type Node, type Op, type Test } from './parse.ts'
export { link } from './run.ts'
export { fits, name as typeName, type Code, type Field, type Fn, type Frame, type Ir, type ListValue, type Type } from './types.ts'
