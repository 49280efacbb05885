import { page } from '../reply.ts'
import type { PageNode } from '../reply.ts'
import { route } from '../route.ts'
import type { FrameRequest, Route } from '../route.ts'

/** A page in one state, made from a request of the real pipeline. */
export type Show = (request: FrameRequest) => PageNode

/**
 * A slice's pages in all their states. A file `*.gallery.tsx` beside the slice exports `pages: Gallery[]`; the gallery
 * command and the accessibility test find it by that name.
 */
export type Gallery = { name: string; states: Readonly<Record<string, Show>> }

/** Declares the states of one page; name and states are lower-case words joined by hyphens (they become addresses). */
export function gallery(declared: Gallery): Gallery {
  return declared
}

/** Where a state is shown by `galleryRoutes`. */
export function galleryAddress(name: string, state: string): `/gallery/${string}` {
  return `/gallery/${name}/${state}`
}

/** Routes that show each state through the real pipeline, so that headers, tokens and assets are the real ones. */
export function galleryRoutes(galleries: readonly Gallery[]): Route[] {
  return galleries.flatMap(({ name, states }) =>
    Object.entries(states).map(([state, show]) =>
      route({
        method: 'GET',
        path: galleryAddress(name, state),
        act: 'anyone',
        // In the gallery every page of the frame's menus exists.
        handle: (request) => page(show({ ...request, site: { ...request.site, has: () => true } })),
      }),
    ),
  )
}

