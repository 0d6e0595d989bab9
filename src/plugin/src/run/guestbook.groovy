// The example's own Jenkinsfile. Its sources are copied, as there is no repository to check out.
def examples = new File(System.getProperty('slipway.examples')).canonicalPath
def sources = "        stage('Sources') { steps { sh 'cp -R \"${examples}/guestbook/.\" .' } }\n"
def jenkinsfile = new File("${examples}/guestbook/Jenkinsfile").getText('UTF-8')

pipelineJob('guestbook') {
    description('The whole life of a release. With ROLL_BACK, production goes back to the release before.')
    definition {
        cps {
            script(jenkinsfile.replaceFirst(/ {4}stages \{\n/, java.util.regex.Matcher.quoteReplacement('    stages {\n' + sources)))
            sandbox()
        }
    }
}
