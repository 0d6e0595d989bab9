// What the build knows is frozen into the artifact.
const fs = require('node:fs');
const config = require('platformsh-config').config();

const { name, type } = config.application();
fs.writeFileSync('built.json', JSON.stringify({ name, type, tree: config.treeId, inBuild: config.inBuild() }));
