// Building the few elements around the editor.

/** An element with a class, attributes and children (elements or text). */
export function element(name, className, attributes = {}, ...children) {
  const made = document.createElement(name);
  made.className = className;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

let made = 0;

/** An id that nothing else in the page has. */
export function freshId() {
  made += 1;
  return `narrative-${made}`;
}
