// Asks the browser for a passkey. `data-passkey` on a part of a form says whether to `get` or to `create` one,
// `data-options` what the house asks; what the passkey says goes into the field `answer`, and the form is sent.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

const asked = (options) => {
  const named = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) publicKey.allowCredentials = named(options.allowCredentials);
  if (options.excludeCredentials) publicKey.excludeCredentials = named(options.excludeCredentials);
  return { publicKey };
};

const told = ({ id, rawId, type, response }) => {
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[part]) said[part] = text(response[part]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({ id, rawId: text(rawId), type, response: said, clientExtensionResults: {} });
};

for (const part of document.querySelectorAll('[data-passkey]')) {
  const form = part.closest('form');
  const says = part.querySelector('[data-passkey-says]');
  const { passkey, options, waits, failed, missing } = part.dataset;
  part.hidden = false;

  form.addEventListener('submit', (event) => {
    // why: a change of language sends the same form by a button outside of this part
    if (form.elements.answer.value || (event.submitter && !part.contains(event.submitter))) return;
    // why: what is missing in the form is told by the house, as everywhere, before anybody touches a key
    if ([...form.querySelectorAll('[aria-required="true"]')].some((field) => !field.value.trim())) return;
    event.preventDefault();
    if (!navigator.credentials || !globalThis.PublicKeyCredential) {
      says.textContent = missing;
      return;
    }
    says.textContent = waits;
    navigator.credentials[passkey](asked(JSON.parse(options))).then((credential) => {
      form.elements.answer.value = told(credential);
      form.requestSubmit();
    }).catch(() => {
      says.textContent = failed;
    });
  });
}
