/**
 * Sites that a Git host serves from a branch: published by plumbing, without a work tree. Enter by
 * {@link io.jenkins.plugins.slipway.target.git.GitTargetType}.
 */
@NullMarked
package io.jenkins.plugins.slipway.target.git;

import org.jspecify.annotations.NullMarked;
