/** Whether an authority may be asked there. Lists and answers are signed, and most are published without TLS. */
export function isAskedAddress(given: string): boolean {
  const url = URL.parse(given)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '' && !/[\s\\]/.test(given)
}
