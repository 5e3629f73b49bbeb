import type { Cases } from '#cases'
import type { KioskPorts, Machine } from '#channels/kiosk'
import { espeak } from '#platform/speech'
import type { Base } from './ground.ts'
import type { Enablers } from './enablers.ts'

/** The machines of the demonstration: nobody registers them, any browser may stand in for one. */
const demoMachines: readonly Machine[] = [{ id: '3', venue: 'oficina-017', institution: 'ips' }, { id: '4', venue: 'oficina-017', institution: 'ips', scanner: true }]

/** Where machines stand, what is offered at them, and their voice. */
export function kioskOf({ authoring, certificates, law, status }: Enablers, base: Base, cases: Cases, demo: boolean): Omit<KioskPorts, 'names' | 'lists' | 'publicUrl' | 'script'> {
  return {
    cases, demo, machines: demo && base.config.kiosks.length === 0 ? demoMachines : base.config.kiosks, seal: base.secret('kiosk'), speech: espeak({ tell: base.telemetry.tell }), workingDay: law.workingDay, verifies: status.verifies,
    services: async () => authoring.list(base.clock.today()).filter((e) => e.service.channels?.kiosk === 'transact'), documents: async ({ id }, lang) => certificates.documents(id, lang),
  }
}
