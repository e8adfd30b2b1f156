#!/usr/bin/env node
// node.mjs FILTER DIRECTORY: runs a filter, installed in DIRECTORY, over the rows on standard input.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import process from "node:process";
import { text as all } from "node:stream/consumers";

const [, , name, directory] = process.argv;
const require = createRequire(resolve(directory, "package.json"));

// Each with the settings that its own documentation starts with.
const filters = {
  obscenity() {
    const { RegExpMatcher, englishDataset, englishRecommendedTransformers } = require("obscenity");
    const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
    return (text) => matcher.hasMatch(text);
  },
  "2toad"() {
    const { profanity } = require("@2toad/profanity");
    return (text) => profanity.exists(text);
  },
  "bad-words"() {
    const { Filter } = require("bad-words");
    const filter = new Filter();
    return (text) => filter.isProfane(text);
  },
};

const hits = filters[name]();
const lines = (await all(process.stdin)).split("\n").filter(Boolean);
const answers = lines.map((line, row) => JSON.stringify({ row, hit: hits(JSON.parse(line).text) }) + "\n");
process.stdout.write(answers.join(""));
