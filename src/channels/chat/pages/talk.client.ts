import { leaving, liveStream, staying } from '../../../ui/live/live.ts'

/** A conversation, alive: told that something was said, it fetches the page and puts what was said anew. What is being written stays. */
const root = document.querySelector<HTMLElement>('[data-talk]')
if (root !== null) begin(root)

function begin(root: HTMLElement): void {
  const { talk = '', events = '' } = root.dataset
  let busy = false, again = false
  const put = async (): Promise<void> => {
    if (busy) { again = true; return }
    busy = true
    try {
      const reply = await fetch(location.href.split('#')[0]!, { headers: { accept: 'text/html' } })
      const text = await reply.text()
      // A form was sent while the page was fetched: its answer is the page.
      if (leaving()) { staying(() => { void put() }); return }
      if (!reply.ok || reply.redirected) { location.reload(); return }
      const found = new DOMParser().parseFromString(text, 'text/html')
      // The two parts of a post beside the talk change with it; a box in which somebody writes is left alone.
      for (const part of ['#charla', '.vn-post__left', '.vn-post__right']) {
        const old = document.querySelector(part), now = found.querySelector(part)
        if (old !== null && now !== null && old.textContent !== now.textContent) old.replaceWith(document.adoptNode(now))
      }
    } catch { /* Away for a moment: the next change, or the stream that comes back, asks again. */ }
    finally { busy = false; if (again) { again = false; void put() } }
  }
  liveStream({ url: events, on: [talk], changed: () => { void put() }, again: () => { void put() }, over: () => { location.reload() } })
}
