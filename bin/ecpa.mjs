#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { run } from './node24.mjs'

run(fileURLToPath(new URL('../src/main.ts', import.meta.url)), process.argv.slice(2))
