import type { ComponentChildren } from 'preact'
import { document } from '../index.ts'

/** Every page of the gallery in the same frame: one invented day, 24/11/2026, mostly Rosa Núñez and her "bono de apoyo al cuidado". */
export const inFrame = (title: string, body: ComponentChildren, { known = true, wide = false, current = '', demo = false }: { known?: boolean; wide?: boolean; current?: string; demo?: boolean } = {}): string => document({
  lang: 'es', title, siteName: 'Ventanilla', body, wide, home: '/', skip: 'Saltar al contenido', noindex: true, demo: demo ? 'Demostración: nada de esto tiene valor legal' : undefined, notice: demo ? 'Ahora no responde: Registro Civil. Tu trámite no se pierde.' : undefined, acting: demo ? { text: 'Actúas por Rosa Núñez', stop: 'Dejar de actuar', action: '/mi-cuenta/mandatos', token: 't0' } : undefined,
  nav: { label: 'Principal', items: [['/tramites', 'Trámites'], ['/oficinas', 'Oficinas'], ['/ayuda', 'Ayuda']].map(([href, text]) => ({ href: href!, text: text!, current: text === current })) },
  languages: [{ lang: 'en', href: '/en/', text: 'English' }, { lang: 'ht', href: '/ht/', text: 'Kreyòl ayisyen' }, { lang: 'arn', href: '/arn/', text: 'Mapuzugun' }], languagesLabel: 'Otros idiomas',
  me: known ? { href: '/cuenta', text: 'Rosa Núñez', known: true, leave: { action: '/salir', token: 't0', text: 'Salir' } } : { href: '/entrar', text: 'Entrar', known: false },
  footer: { label: 'Sobre este sitio', items: [['/accesibilidad', 'Accesibilidad'], ['/privacidad', 'Privacidad'], ['/verificar', 'Verificar un documento'], ['/desempeno', 'Cómo lo hacemos']].map(([href, text]) => ({ href: href!, text: text! })), note: 'Hecho con código abierto.' },
})
