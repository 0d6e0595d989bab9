/** What an operator has to know of the host: {@link io.jenkins.plugins.slipway.host.notice.Notices}. */
@NullMarked
package io.jenkins.plugins.slipway.host.notice;

import org.jspecify.annotations.NullMarked;
