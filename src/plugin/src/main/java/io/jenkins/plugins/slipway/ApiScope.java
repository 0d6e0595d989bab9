package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Job;
import hudson.security.Permission;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.Jenkins;

/** The projects that an entry to the interface is for, and who may do what with them. */
interface ApiScope {
    /** The name of the project that is meant where the path names none; empty where it must name one. */
    @NonNull
    String own();

    /** Names of those that the user may see. */
    @NonNull
    Set<String> visible();

    /** Whether the user has a permission on a project. */
    boolean has(@NonNull String project, @NonNull Permission permission);

    /** All projects of this Jenkins; each belongs to an item, or to whoever administers Jenkins if that is gone. */
    static ApiScope all() {
        return new ApiScope() {
            @Override
            public String own() {
                return "";
            }

            @Override
            public Set<String> visible() {
                Set<String> names = new TreeSet<>(Projects.get().all().keySet());
                names.removeIf(project -> !has(project, Permissions.VIEW));
                return names;
            }

            @Override
            public boolean has(String project, Permission permission) {
                Projects.Owner owner = Projects.get().ownerOf(project);
                Item item = owner.item();
                return owner.known()
                        && (item == null
                                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                                : item.hasPermission(Item.READ) && item.hasPermission(permission));
            }
        };
    }

    /** What a job works on. */
    static ApiScope of(@NonNull Job<?, ?> job, @NonNull JobEnvironments environments) {
        return new ApiScope() {
            @Override
            public String own() {
                return Requester.project("", job);
            }

            @Override
            public Set<String> visible() {
                return environments.allProjects();
            }

            @Override
            public boolean has(String project, Permission permission) {
                return ProjectRights.of(job, project).has(permission);
            }
        };
    }
}
