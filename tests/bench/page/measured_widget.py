import anywidget
from js import performance
from traitlets import Int, observe

LENGTH = 64 * 1024 * 1024


class Measured(anywidget.AnyWidget):
    _esm = """
    const now = () => performance.timeOrigin + performance.now();
    const LENGTH = 64 * 1024 * 1024;

    export default {
      render({ model, el }) {
        const waiting = [];
        model.on("msg:custom", (content, buffers) => waiting.shift()?.({ at: now(), content, buffers }));
        const ask = (content, buffers) => {
          const answer = new Promise((resolve) => waiting.push(resolve));
          model.send(content, undefined, buffers);
          return answer;
        };

        /** Milliseconds of each of some round trips, one after the other. */
        const roundTrips = async (count) => {
          const times = [];
          for (let number = 0; number < count; number++) {
            const start = now();
            const { at, content } = await ask({ kind: "echo", number });
            if (content.number !== number) throw new Error(`${content.number} came for ${number}`);
            times.push(at - start);
          }
          return times;
        };

        /** Seconds until Python has 64 MiB from the page, and has said so. */
        const toPython = async () => {
          const bytes = new Uint8Array(LENGTH).fill(7);
          const start = now();
          const { at, content } = await ask({ kind: "take" }, [bytes.buffer]);
          if (content.length !== LENGTH || content.last !== 7) throw new Error(JSON.stringify(content));
          return (at - start) / 1000;
        };

        /** Seconds until the page has 64 MiB from Python, since it asked for them. */
        const toPage = async () => {
          const start = now();
          const { at, buffers: [view] } = await ask({ kind: "give" });
          const first = new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, 1)[0];
          if (view.byteLength !== LENGTH || first !== 9) throw new Error(`${view.byteLength} bytes came`);
          return (at - start) / 1000;
        };

        /** Move a value as a slider does. Gives how late, in ms, Python knew of each value or a later one. */
        const drag = async (seconds, rate) => {
          const total = seconds * rate;
          const moved = [];
          const start = now();
          while (moved.length < total) {
            while (moved.length < total && now() - start >= (moved.length * 1000) / rate) {
              model.set("value", moved.length + 1);
              moved.push(now());
              model.save_changes();
            }
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
          // Until now nobody asked: an answer would have queued among the changes.
          await new Promise((resolve) => setTimeout(resolve, 2000));
          const { content: { seen } } = await ask({ kind: "seen" });
          const late = [];
          let next = 0;
          for (const [value, at] of seen) {
            for (; next < value; next++) late.push(at - moved[next]);
          }
          return { late, missing: total - next };
        };

        globalThis.measuredWidget = { roundTrips, toPython, toPage, drag };
        el.textContent = "ready";
      },
    };
    """
    value = Int(0).tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        self.seen = []
        self.given = bytes([9]) * LENGTH
        self.on_msg(self.answer)

    @observe("value")
    def note(self, change):
        if change["new"]:
            self.seen.append([change["new"], performance.timeOrigin + performance.now()])

    def answer(self, widget, content, buffers):
        match content["kind"]:
            case "echo":
                self.send({"number": content["number"]})
            case "take":
                taken = memoryview(buffers[0]).cast("B")
                self.send({"length": taken.nbytes, "last": taken[-1]})
            case "give":
                self.send({}, [self.given])
            case "seen":
                self.send({"seen": self.seen})


Measured()
