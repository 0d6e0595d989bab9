/** The four steps of Slipway in Jenkins: {@code buildApp}, {@code deployEnv}, {@code qualityGate}, {@code rollback}. */
package io.jenkins.plugins.slipway;
