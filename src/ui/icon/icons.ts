import {
  Accessibility, ALargeSmall, ArrowDownToLine, ArrowLeft, ArrowRight, Baby, BadgeCheck, Banknote, Bell, Briefcase, Calendar, Calculator, Car, Check, ChevronDown, CircleAlert, CircleCheck, CircleQuestionMark, CircleUserRound, CircleX, Clock, Contrast, Download,
  ExternalLink, Eye, FileBadge, FileText, FileUp, Fingerprint, Flag, Flower2, Gem, GraduationCap, HandHeart, Headset, HeartHandshake, House, IdCard, Info, Landmark, Languages, Lock, LogOut, Luggage, Mail, MapPin, MapPinHouse,
  MessageCircle, Monitor, Pause, Pencil, PenLine, Phone, PlaneLanding, Plus, Printer, QrCode, RefreshCw, Scale, Search, ShieldAlert, ShieldCheck, ShieldQuestionMark, ShoppingCart, Signpost, Stethoscope, Store, Sunset, TabletSmartphone, Trash2,
  TriangleAlert, Truck, Upload, User, Users, Volume2, X,
} from 'lucide-static'

/**
 * Every icon there is, by what it means here; the right side is lucide's drawing (ISC). Channels keep one icon each, for ever
 * (look/README). Lower rows carry lucide's own names, because data (the moments of life) names them so.
 */
const drawings = {
  // channels
  web: Monitor, phone: Headset, call: Phone, counter: Store, kiosk: TabletSmartphone, chat: MessageCircle, outreach: Truck, letter: Mail, mail: Mail,
  // where an answer comes from, what happened
  register: ShieldCheck, computed: Calculator, check: Check, review: Search, answer: Mail, document: FileText, certificate: FileBadge, payment: Banknote, signature: PenLine, pause: Pause, person: User, institution: Landmark, consulate: Flag,
  // verdicts and states
  valid: BadgeCheck, altered: ShieldAlert, unknown: ShieldQuestionMark, good: CircleCheck, bad: CircleX, care: TriangleAlert, info: Info, error: CircleAlert, question: CircleQuestionMark, cross: X, locked: Lock,
  // acts and facts
  account: CircleUserRound, back: ArrowLeft, go: ArrowRight, open: ChevronDown, external: ExternalLink, search: Search, download: Download, upload: Upload, file: FileUp, print: Printer, retry: RefreshCw, remove: Trash2, add: Plus, edit: Pencil, leave: LogOut,
  cost: Banknote, time: Clock, date: Calendar, bell: Bell, eye: Eye, place: MapPin, languages: Languages, fingerprint: Fingerprint, qr: QrCode, signpost: Signpost, identity: IdCard, accessibility: Accessibility, lift: HandHeart,
  // aids of a machine in a public place
  listen: Volume2, larger: ALargeSmall, contrast: Contrast, lower: ArrowDownToLine,
  // moments of life
  baby: Baby, 'heart-handshake': HeartHandshake, briefcase: Briefcase, sunset: Sunset, 'flower-2': Flower2, 'plane-landing': PlaneLanding, stethoscope: Stethoscope, 'graduation-cap': GraduationCap, house: House, 'map-pin-house': MapPinHouse,
  car: Car, store: Store, gem: Gem, scale: Scale, 'shopping-cart': ShoppingCart, luggage: Luggage, users: Users, 'hand-heart': HandHeart,
} as const

export type IconName = keyof typeof drawings
export type Shape = readonly [tag: string, attributes: { readonly [name: string]: string }]

/** lucide draws with empty elements only, so its SVG text is read into elements once: nothing is ever put into a page as raw HTML. */
export function shapesOf(svg: string): readonly Shape[] {
  return [...svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1).matchAll(/<([a-z]+)\s([^>]*?)\s*\/>/g)].map(([, tag, attributes]) =>
    [tag!, Object.fromEntries([...attributes!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]))])
}
export const shapes = Object.fromEntries(Object.entries(drawings).map(([name, svg]) => [name, shapesOf(svg)])) as { readonly [n in IconName]: readonly Shape[] }
export const iconNames = Object.keys(drawings) as readonly IconName[]
/** For names that come from data: the icon of that name, else another one. */
export const iconNamed = (name: string, otherwise: IconName): IconName => (Object.hasOwn(drawings, name) ? (name as IconName) : otherwise)
