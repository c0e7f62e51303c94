// Small helpers for building elements from data; text is always text, never markup.

export const byId = (id) => document.getElementById(id);

/** The JSON that the page carries under `id`, or null. */
export function pageData(id) {
  const element = byId(id);
  return element ? JSON.parse(element.textContent) : null;
}

/** An element with properties, dataset and children: el("a", {href, text}, child, …). */
export function el(tag, { text, data, ...properties } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  Object.assign(element.dataset, data ?? {});
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

export const csrfToken = () => document.querySelector('meta[name="csrf-token"]').content;
