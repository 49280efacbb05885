// Asks an authority for what it publishes, within limits: never longer, never more, never from where it would be sent on to.

export type DownloadFault = 'unreachable' | 'status' | 'tooLarge'

export type DownloadWish = {
  mostBytes: number
  /** From the first byte that is sent to the last that comes. */
  longestMs: number
  accept: string
  /** What is asked; without one it is only fetched. */
  question?: { type: string; body: Uint8Array<ArrayBuffer> }
}

/** The body of a 200. `unreachable`: also when it took too long, or was to be had elsewhere. */
export async function download(url: string, { mostBytes, longestMs, accept, question }: DownloadWish): Promise<Uint8Array | { fault: DownloadFault }> {
  try {
    const answer = await fetch(url, {
      redirect: 'error', signal: AbortSignal.timeout(longestMs),
      ...(question === undefined ? { headers: { accept } } : { method: 'POST', body: question.body, headers: { accept, 'content-type': question.type } }),
    })
    if (answer.status !== 200 || answer.body === null) {
      await answer.body?.cancel()
      return { fault: 'status' }
    }
    const parts: Uint8Array[] = []
    let length = 0
    for await (const part of answer.body) {
      length += part.length
      if (length > mostBytes) return { fault: 'tooLarge' }
      parts.push(part)
    }
    return Buffer.concat(parts)
  } catch {
    return { fault: 'unreachable' }
  }
}
