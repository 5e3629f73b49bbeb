import { type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON, startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** The form says what the browser is asked for; what the browser's keeper of keys answers goes back by the same form. */
for (const id of ['passkey-get', 'passkey-new'] as const) {
  const form = document.querySelector<HTMLFormElement>(`#${id}`), field = (name: string): HTMLInputElement => form!.elements.namedItem(name) as HTMLInputElement
  form?.addEventListener('submit', (event) => {
    event.preventDefault()
    const optionsJSON = JSON.parse(field('options').value) as PublicKeyCredentialRequestOptionsJSON & PublicKeyCredentialCreationOptionsJSON
    // Refused, cancelled or not there: the server says so in words.
    void (id === 'passkey-get' ? startAuthentication({ optionsJSON }) : startRegistration({ optionsJSON })).then((answer) => JSON.stringify(answer), () => '').then((answer) => { field('response').value = answer; form.submit() })
  })
}
