export { assets, type UiAsset, fontPath, iconPath, kioskStylesheetPath, stylesheetPath } from './assets.ts'
export { document, DemoBanner, type DocumentProps, type Me, type OtherLanguage } from './page/page.tsx'
export * from './components.ts'
export * from './question/index.ts'
