import { walkGalleries } from './gallery-walk.ts'

walkGalleries(0)
