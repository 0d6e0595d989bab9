package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** Who may do what. */
public final class Permissions {
    /** On a job, a folder, or all of Jenkins. */
    public static final PermissionGroup GROUP = new PermissionGroup(Permissions.class, Messages._Permissions_group());

    private static final PermissionScope[] SCOPES = {
        PermissionScope.ITEM, PermissionScope.ITEM_GROUP, PermissionScope.JENKINS
    };

    /** Whoever has it may see what is live where. */
    public static final Permission VIEW =
            new Permission(GROUP, "View", Messages._Permissions_view(), Item.READ, true, SCOPES);

    /**
     * Whoever has it may deploy to environments of type production; the others need no more than the right to build. Whoever may
     * configure a job has it, as they could change what the job does.
     */
    public static final Permission DEPLOY =
            new Permission(GROUP, "Deploy", Messages._Permissions_deploy(), Item.CONFIGURE, true, SCOPES);

    /** Whoever has it may roll back. */
    public static final Permission ROLLBACK =
            new Permission(GROUP, "Rollback", Messages._Permissions_rollback(), DEPLOY, true, SCOPES);

    private Permissions() {}

    /** The permissions are there before anybody is asked for them. */
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void register() {
        // Loading the class registers them.
    }

    /** For form checks: whoever may configure the item, or all of Jenkins where there is no item. */
    static void checkConfigure(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.EXTENDED_READ);
        }
    }
}
