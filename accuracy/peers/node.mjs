#!/usr/bin/env node
// node.mjs FILTER DIRECTORY: runs a filter, installed in DIRECTORY, over the rows on standard input.
import process from "node:process";
import { text as all } from "node:stream/consumers";

import { filters } from "./filters.mjs";

const [, , name, directory] = process.argv;
const hits = filters(directory)[name]();
const lines = (await all(process.stdin)).split("\n").filter(Boolean);
const answers = lines.map((line, row) => JSON.stringify({ row, hit: hits(JSON.parse(line).text) }) + "\n");
process.stdout.write(answers.join(""));
