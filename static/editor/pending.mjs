// Changes that the server has not yet confirmed, kept in the browser under person, report and section.
// Each page load keeps its own entry, which nothing later writes over. A lock says that a browser tab is alive, so
// that no other tab hands in its changes.

const ROOT = "nianbao:draft:";
const TAB = "nianbao:tab";

const lockOf = (tab) => `${ROOT}${tab}`;

/** Holds the tab's lock until the page goes; resolves to whether it was free. */
function holdLock(tab) {
  return new Promise((resolve) => {
    navigator.locks.request(lockOf(tab), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    });
  });
}

/** The name of this browser tab. A duplicated tab has its original's name in its storage and takes a new one. */
async function tabName() {
  const known = sessionStorage.getItem(TAB);
  // A page that is just being left may hold the lock of its tab for a moment longer.
  for (let tries = 0; known && tries < 5; tries += 1) {
    if (await holdLock(known)) return known;
    await new Promise((done) => setTimeout(done, 40));
  }
  const name = crypto.randomUUID();
  sessionStorage.setItem(TAB, name);
  await holdLock(name);
  return name;
}

/** @param {{person: string, report: string, section: string}} data */
export async function pendingStore({ person, report, section }) {
  const prefix = `${ROOT}${person}:${report}:`;
  const tab = await tabName();
  const key = `${prefix}${section}:${tab}:${crypto.randomUUID()}`;

  return {
    /** Keeps the changes made against `revision`; none at all clears the place. Throws when the browser is full. */
    write(revision, changes) {
      if (!Object.keys(changes).length) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ section, revision, changes }));
    },
    /** What earlier pages of this tab, or tabs that are closed, left behind: [{key, section, revision, changes}]. */
    async leftBehind() {
      const found = [];
      for (const name of Object.keys(localStorage).filter((k) => k.startsWith(prefix) && k !== key)) {
        const take = () => found.push({ key: name, ...JSON.parse(localStorage.getItem(name)) });
        const owner = name.split(":").at(-2);
        if (owner === tab) take();
        else await navigator.locks.request(lockOf(owner), { ifAvailable: true }, (lock) => lock && take());
      }
      return found.sort((a, b) => a.revision - b.revision);
    },
    forget: (name) => localStorage.removeItem(name),
  };
}
