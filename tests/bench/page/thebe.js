// Thebe starts its JupyterLite with no settings, so that it would ask other hosts for what is here.
const { startJupyterLiteServer } = thebeLite;
const here = (path) => new URL(path, location.href).href;
const settings = {
  '@jupyterlite/pyodide-kernel-extension:kernel': {
    pyodideUrl: here('pyodide/pyodide.js'),
    pipliteUrls: [here('thebe-lite/pypi/all.json')],
    pipliteWheelUrl: here('thebe-lite/pypi/piplite-0.4.7-py3-none-any.whl'),
  },
};
thebeLite.startJupyterLiteServer = () => startJupyterLiteServer({ litePluginSettings: settings });

const { notebook } = await thebe.bootstrap({ useBinder: false, useJupyterLite: true, requestKernel: true });
await notebook.executeAll();
