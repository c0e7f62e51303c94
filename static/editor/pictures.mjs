// Pictures of the report that the page edits: where they are shown from, and how a file is sent.

import { csrfToken } from "./dom.mjs";

async function sent(url, file) {
  const body = new FormData();
  body.append("picture", file, "picture");
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const response = await fetch(url, { method: "POST", headers, body });
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  return isJson ? response.json() : {};
}

/** {addressOf(id), send(file)} for mountNarrative; send resolves to {id} or {message}, to {} if nobody answers. */
export const picturesAt = (url) => ({
  addressOf: (id) => `${url}/${id}`,
  send: (file) => sent(url, file).catch(() => ({})),
});
