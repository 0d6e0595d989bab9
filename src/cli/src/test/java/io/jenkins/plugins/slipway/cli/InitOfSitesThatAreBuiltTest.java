package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a tool makes the site, what it makes is served: no source, and by no server that is for the one who writes them. */
class InitOfSitesThatAreBuiltTest {
    @TempDir
    private Path folder;

    private Path project;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectory(folder.resolve("shop"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "vite|vite|vite build|dist",
                "vite|vite --host|tsc && vite build --outDir=../x --outDir=www|dist",
                "vite|vite dev|vite build --outDir site|site",
                "vite|vite preview|vite build|dist",
                "vite|npm run dev|vite build|dist",
                "react-scripts|react-scripts start|react-scripts build|build",
                "parcel|parcel index.html|parcel build index.html|dist",
                "parcel|parcel|parcel build index.html --dist-dir public|public",
                "parcel-bundler|parcel src/index.html|parcel build src/index.html -d out|out",
                "astro|astro dev|astro build|dist",
                "@11ty/eleventy|npx @11ty/eleventy --serve|npx @11ty/eleventy|_site",
                "@11ty/eleventy|eleventy --serve --incremental|eleventy --output=www|www",
                "@vue/cli-service|vue-cli-service serve|vue-cli-service build|dist",
                "gatsby|gatsby develop|gatsby build|public",
                "@docusaurus/core|docusaurus start|docusaurus build|build",
                "vitepress|vitepress dev|vitepress build|.vitepress/dist",
                "webpack|webpack serve --open|webpack --mode production|dist",
                "webpack|webpack-dev-server|webpack --output-path=build|build",
                "esbuild|esbuild src/a.ts --serve|esbuild src/a.ts --bundle --outdir=www|www",
                "@sveltejs/adapter-static,@sveltejs/kit|vite dev|vite build|build",
                "ember-cli|ember serve|ember build -prod|dist",
                "preact-cli|preact watch|preact build|build",
                "vite|serve dist|vite build|dist"
            })
    void the_folder_of_the_tool_is_served(String tools, String start, String build, String output) throws Exception {
        StringBuilder packages = new StringBuilder();
        for (String tool : tools.split(",")) {
            packages.append(packages.isEmpty() ? "" : ", ")
                    .append("\"")
                    .append(tool)
                    .append("\": \"*\"");
        }
        write("package.json", """
                {"main": "index.js", "scripts": {"start": "%s", "dev": "vite", "build": "%s"}, "devDependencies": {%s}}
                """.formatted(start, build, packages));
        write("index.html", "<script type='module' src='/src/main.ts'></script>");
        write("index.js", "import './src/main.ts'");
        write("public/index.html", "<p>%PUBLIC_URL%</p>");
        write("src/main.ts", "const secret: string = '';");

        String config = init();

        assertThat(config)
                .contains("        npm run build\n", "          root: " + output + "\n")
                .doesNotContain("cp -R", "start:", "mkdir");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "vite|vite.config.ts|export default defineConfig({ build: { outDir: './web' } })|web",
                "vite|vite.config.js|export default { /* build: { outDir: 'no' }, */ build: { outDir: \"web\" } }|web",
                "vite|vite.config.js|export default { build: { outDir: '../elsewhere' } }|dist",
                "astro|astro.config.mjs|export default defineConfig({ outDir: './site/' })|site",
                "next|next.config.js|module.exports = { output: 'export' }|out",
                "next|next.config.mjs|export default { output: 'export', distDir: 'web' }|web",
                "@vue/cli-service|vue.config.js|module.exports = { outputDir: 'www' }|www",
                "@11ty/eleventy|.eleventy.js|module.exports = c => ({ dir: { input: 'src', output: 'www' } })|www",
                "@11ty/eleventy|eleventy.config.mjs|export default c => ({ dir: { output: 'www' } })|www",
                "webpack|webpack.config.js|module.exports = { output: { path: path.resolve(__dirname, 'web') } }|web",
                "rollup|rollup.config.mjs|export default { output: { dir: 'web', format: 'es' } }|web",
                "@angular/core|angular.json|{\"projects\": {\"shop\": {\"architect\": {\"build\": {\"builder\": \"@angular/build:application\"}}}}}|dist/shop/browser",
                "@angular/core|angular.json|{\"projects\": {\"shop\": {\"architect\": {\"build\": {\"builder\": \"@angular-devkit/build-angular:browser\", \"options\": {\"outputPath\": \"www\"}}}}}}|www",
                "@angular/core|angular.json|{\"projects\": {\"shop\": {\"architect\": {\"build\": {\"builder\": \"@angular/build:application\", \"options\": {\"outputPath\": {\"base\": \"www\", \"browser\": \"\"}}}}}}}|www"
            })
    void what_its_configuration_says_counts(String tool, String file, String text, String output) throws Exception {
        write("package.json", "{\"scripts\": {\"build\": \"make\"}, \"dependencies\": {\"" + tool + "\": \"*\"}}");
        write("index.html", "<p>a source</p>");
        write(file, text);

        assertThat(init()).contains("          root: " + output + "\n").doesNotContain("cp -R");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hugo.toml|title = 'x'|hugo --minify|public",
                "hugo.yaml|publishDir: www|hugo --minify|www",
                "config.toml|theme = 'x'|hugo --minify|public",
                "mkdocs.yml|site_dir: www|mkdocs build|www",
                "book.toml|[book]|mdbook build|book",
                "_config.yml|title: x|jekyll build|_site"
            })
    void generators_that_are_no_packages_are_known(String file, String text, String build, String output)
            throws Exception {
        write(file, text);
        write("content/a.md", "# a");
        write("layouts/a.html", "a");
        write("_posts/2026-01-01-a.md", "a");
        write("index.html", "a template");

        assertThat(init())
                .contains("        " + build + "\n", "          root: " + output + "\n")
                .doesNotContain("cp -R");
    }

    @Test
    void a_server_of_its_own_stays_what_is_started() throws Exception {
        write(
                "package.json",
                "{\"scripts\": {\"start\": \"node server.js\", \"build\": \"vite build\"}, \"devDependencies\": {\"vite\": \"*\"}}");
        write("index.html", "<p>a source</p>");
        assertThat(init()).contains("start: \"exec node server.js\"").doesNotContain("locations:");

        write("package.json", "{\"scripts\": {\"build\": \"vite build\"}, \"devDependencies\": {\"vite\": \"*\"}}");
        write("server.js", "require('http').createServer(f).listen(process.env.PORT)");
        assertThat(init()).contains("start: \"exec node server.js\"");
    }

    @Test
    void what_serves_in_production_is_no_server_for_development() throws Exception {
        write(
                "package.json",
                "{\"scripts\": {\"start\": \"next start\", \"build\": \"next build\"}, \"dependencies\": {\"next\": \"*\"}}");
        assertThat(init()).contains("start: \"exec npm start\"");
    }

    @Test
    void the_tools_of_a_repository_with_several_applications_are_none_of_its_own() throws Exception {
        write(
                "package.json",
                "{\"workspaces\": [\"apps/*\"], \"scripts\": {\"build\": \"turbo build\"}, \"devDependencies\": {\"vite\": \"*\", \"astro\": \"*\"}}");
        write(
                "apps/web/package.json",
                "{\"scripts\": {\"build\": \"vite build\"}, \"devDependencies\": {\"vite\": \"*\"}}");
        write("apps/web/index.html", "<p>a source</p>");
        assertThat(init()).contains("root: apps/web", "          root: dist\n");
    }

    @Test
    void a_page_of_sources_is_not_served_by_a_tool_that_nobody_knows() throws Exception {
        write("package.json", "{\"scripts\": {\"build\": \"./make-it\"}}");
        write("index.html", "<div></div><script type=module src=\"./src/main.tsx\"></script>");
        write("assets/a.css", "p {}");

        assertThat(init()).doesNotContain("cp -R", "locations:");
    }

    @Test
    void what_was_written_serves_what_was_built() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/npm")) || Files.isExecutable(Path.of("/usr/local/bin/npm")),
                "npm is not installed");
        write("vite/package.json", "{\"name\": \"vite\", \"version\": \"1.0.0\", \"bin\": {\"vite\": \"cli.js\"}}");
        write("vite/cli.js", """
                #!/usr/bin/env node
                const fs = require('fs');
                fs.mkdirSync('dist', { recursive: true });
                fs.writeFileSync('dist/index.html', '<p>hello from the build</p>');
                """);
        write(
                "package.json",
                "{\"name\": \"shop\", \"scripts\": {\"dev\": \"vite\", \"build\": \"vite build\"}, \"devDependencies\": {\"vite\": \"file:./vite\"}}");
        write("index.html", "<p>a source</p>");
        try {
            assertThat(slipway("init").code()).isEqualTo(ExitCode.DONE);
            assertThat(slipway("build").code()).isEqualTo(ExitCode.DONE);
            Run deployed = slipway("deploy", "staging", "--json");
            assertThat(deployed.code()).as(deployed.err()).isEqualTo(ExitCode.DONE);
            String url = deployed.document().at("/urls/0").asString();
            assertThat(Answer.get(url).body()).contains("hello from the build");
            assertThat(Answer.get(url + "package.json").status()).isEqualTo(404);
            assertThat(Answer.get(url + "vite/cli.js").status()).isEqualTo(404);
        } finally {
            slipway("host", "stop");
        }
    }

    private String init() {
        Run run = slipway("init", "--dry-run");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return run.out().replaceAll("root: \"([^\"]*)\"", "root: $1");
    }

    private Run slipway(String... args) {
        return Run.with(Map.of("HOME", folder.toString(), "USER", "ada", "PATH", System.getenv("PATH")), project, args);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(project.resolve(file).getParent());
        Files.writeString(project.resolve(file), text);
    }
}
