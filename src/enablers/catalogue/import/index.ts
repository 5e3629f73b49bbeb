export { type Difference, importLetters, type LettersNeeds, type LettersReport, published } from './import.ts'
export { lettersExit, lettersJson, lettersText } from './report.ts'
