// Takes {"css", "content"} as JSON, writes the rules that the files of `content` have a use for.
const { readFileSync } = require("node:fs");
const { PurgeCSS } = require(process.argv[2]);

const { css, content } = JSON.parse(readFileSync(0, "utf8"));
new PurgeCSS()
  .purge({
    content,
    css: [{ raw: css }],
    dynamicAttributes: ["data-theme", "data-mode"], // scripts set them through `dataset`
    fontFace: true,
    keyframes: true,
  })
  .then(([{ css: used }]) => process.stdout.write(used));
