// The word filters of node, each with the settings that its own documentation starts with.
import { createRequire } from "node:module";
import { resolve } from "node:path";

/** Functions from a text to whether it is hit, by name; the packages are installed in `directory`. */
export function filters(directory) {
  const require = createRequire(resolve(directory, "package.json"));
  return {
    obscenity() {
      const { RegExpMatcher, englishDataset, englishRecommendedTransformers } = require("obscenity");
      const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
      return (text) => matcher.hasMatch(text);
    },
    "@2toad/profanity"() {
      const { profanity } = require("@2toad/profanity");
      return (text) => profanity.exists(text);
    },
    "bad-words"() {
      const { Filter } = require("bad-words");
      const filter = new Filter();
      return (text) => filter.isProfane(text);
    },
  };
}
