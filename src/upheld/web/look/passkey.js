// Passkeys: asks our question to the browser and sends its answer back. Without it, and where a
// browser has no passkeys, the part of the page stays hidden and the password is the way.
"use strict";

const ROUTES = {
  use: ["/sign-in/passkey/question", "/sign-in/passkey"],
  again: ["/sign-in/passkey/question", "/sign-in/again/passkey"],
  make: ["/console/account/passkeys/question", "/console/account/passkeys"],
};

class Told extends Error {} // what the server says, in the page's language

async function send(address, token, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-Form-Token": token },
    body: JSON.stringify(body),
  });
  const document_ = await answer.json();
  if (!answer.ok) throw new Told(`${document_.title} ${document_.detail}`);
  return document_;
}

async function run(part) {
  const { passkey, token, next } = part.dataset;
  const [ask, tell] = ROUTES[passkey];
  const { ticket, options } = await send(ask, token, {});
  const credential = passkey === "make"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  const label = part.querySelector("input")?.value ?? "";
  const done = await send(tell, token, { ticket, credential: credential.toJSON(), label, next: next ?? "" });
  window.location.assign(done.next);
}

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const part of document.querySelectorAll("[data-passkey]")) {
    part.hidden = false;
    for (const or of document.querySelectorAll("[data-passkey-or]")) or.hidden = false;
    const button = part.querySelector("button"), error = part.querySelector("[role=alert]");
    button.addEventListener("click", async () => {
      error.textContent = "";
      button.setAttribute("aria-busy", "true");
      try {
        await run(part);
      } catch (failure) {
        // A browser's own words are in its own language and for programmers.
        error.textContent = failure instanceof Told ? failure.message : part.dataset.failed;
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
  }
}
