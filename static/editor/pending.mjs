// Changes that the server has not yet confirmed, kept in the browser under user, report and section.
// Each browser tab keeps its own; a lock says that the tab is alive, so that no other hands in its changes.

const ROOT = "nianbao:draft:";

function tabName() {
  const known = sessionStorage.getItem("nianbao:tab") ?? crypto.randomUUID();
  sessionStorage.setItem("nianbao:tab", known);
  return known;
}

/** @param {{user: string, report: string, section: string}} data */
export function pendingStore({ user, report, section }) {
  const prefix = `${ROOT}${user}:${report}:`;
  const tab = tabName();
  const key = `${prefix}${section}:${tab}`;
  navigator.locks?.request(`${ROOT}${tab}`, () => new Promise(() => {}));

  return {
    /** Keeps the changes made against `revision`; none at all clears the place. Throws when the browser is full. */
    write(revision, changes) {
      if (!Object.keys(changes).length) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ section, revision, changes }));
    },
    /** What this tab, or tabs that are closed, left behind: [{key, section, revision, changes}]. */
    async leftBehind() {
      const found = [];
      for (const name of Object.keys(localStorage).filter((k) => k.startsWith(prefix))) {
        const take = () => found.push({ key: name, ...JSON.parse(localStorage.getItem(name)) });
        const owner = name.slice(name.lastIndexOf(":") + 1);
        if (owner === tab || !navigator.locks) take();
        else await navigator.locks.request(`${ROOT}${owner}`, { ifAvailable: true }, (lock) => lock && take());
      }
      return found;
    },
    forget: (name) => localStorage.removeItem(name),
  };
}
