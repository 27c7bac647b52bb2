// @ts-check
// Added by `lite-build serve` to the pages that it serves; it is in no file of the site.
(() => {
  const script = document.currentScript;
  // A page in a frame goes with the page around it.
  if (!(script instanceof HTMLScriptElement) || window.top !== window) {
    return;
  }
  const servedBuild = script.dataset.build;
  const address = new URL("builds", script.src);

  /** @type {EventSource | null} */
  let builds = null;
  /** @type {HTMLElement | null} */
  let banner = null;

  // JupyterLite turns off Jupyter's own guard against closing a page with unsaved documents, and keeps its
  // application to itself; and a reload also ends kernels, with all their variables. So a page of the
  // application counts as in use from the first key or click on.
  let isTouched = false;
  for (const type of ["keydown", "pointerdown"]) {
    window.addEventListener(type, () => (isTouched = true), { capture: true, once: true });
  }
  const isInUse = () => isTouched && document.getElementById("jupyter-config-data") !== null;

  const hide = () => {
    banner?.remove();
    banner = null;
  };

  /**
   * @param {string} title
   * @param {string | null} details
   * @param {string} label
   * @param {() => void} act
   */
  const show = (title, details, label, act) => {
    hide();
    banner = document.createElement("lite-build-banner");
    banner.setAttribute("role", "status");
    Object.assign(banner.style, {
      position: "fixed",
      right: "1rem",
      bottom: "1rem",
      zIndex: "2147483647",
      boxSizing: "border-box",
      maxWidth: "min(40rem, calc(100vw - 2rem))",
      maxHeight: "50vh",
      overflow: "auto",
      padding: "0.75rem 1rem",
      border: `1px solid ${details === null ? "#5a6b7b" : "#b3261e"}`,
      borderRadius: "6px",
      background: "#fff",
      color: "#1f1f1f",
      font: "14px/1.4 system-ui, sans-serif",
      boxShadow: "0 2px 12px rgb(0 0 0 / 30%)",
    });
    const heading = document.createElement("strong");
    heading.textContent = title;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.style.marginLeft = "1rem";
    button.addEventListener("click", act);
    banner.append(heading, button);
    if (details !== null) {
      const message = document.createElement("pre");
      message.textContent = details;
      Object.assign(message.style, { margin: "0.5rem 0 0", whiteSpace: "pre-wrap" });
      banner.append(message);
    }
    document.body.append(banner);
  };

  /** @param {{ build: string, failure: string | null }} state */
  const receive = (state) => {
    if (state.failure !== null) {
      show("The build failed. This is the last good site.", state.failure, "Hide", hide);
    } else if (state.build === servedBuild) {
      hide();
    } else if (isInUse()) {
      show("The site was rebuilt.", null, "Reload", () => location.reload());
    } else {
      location.reload();
    }
  };

  // A browser opens six connections to a host at most, over all its tabs: a hidden page gives its own back.
  const connect = () => {
    if (document.visibilityState === "hidden") {
      builds?.close();
      builds = null;
    } else if (builds === null) {
      builds = new EventSource(address);
      builds.addEventListener("message", (event) => receive(JSON.parse(event.data)));
    }
  };

  document.addEventListener("visibilitychange", connect);
  connect();
})();
