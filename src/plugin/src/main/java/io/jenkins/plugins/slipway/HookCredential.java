package io.jenkins.plugins.slipway;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Which credential the hooks of one step get, in which variable. Holds names only. */
public final class HookCredential extends AbstractDescribableImpl<HookCredential> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String variable;

    @DataBoundConstructor
    public HookCredential(@CheckForNull String id, @CheckForNull String variable) {
        this.id = Util.fixNull(id).trim();
        this.variable = Util.fixNull(variable).trim();
    }

    public String getId() {
        return id;
    }

    public String getVariable() {
        return variable;
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<HookCredential> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.HookCredential_displayName();
        }

        /** Whoever may not choose credentials sees only what is chosen. */
        @POST
        public ListBoxModel doFillIdItems(@AncestorInPath Item item, @QueryParameter String id) {
            StandardListBoxModel choice = new StandardListBoxModel();
            boolean allowed = item == null
                    ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                    : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
            if (!allowed) {
                return choice.includeCurrentValue(id);
            }
            choice.includeEmptyValue();
            return (item == null
                            ? choice.includeMatchingAs(
                                    ACL.SYSTEM2,
                                    Jenkins.get(),
                                    StandardCredentials.class,
                                    List.of(),
                                    HookSecrets::usable)
                            : choice.includeMatchingAs(
                                    ACL.SYSTEM2, item, StandardCredentials.class, List.of(), HookSecrets::usable))
                    .includeCurrentValue(id);
        }

        @POST
        public FormValidation doCheckVariable(@AncestorInPath Item item, @QueryParameter String value) {
            Permissions.checkConfigure(item);
            try {
                Secrets.of(Map.of(value.trim(), "x"), Map.of());
                return FormValidation.ok();
            } catch (BadInputException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
