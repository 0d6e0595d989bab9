package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.Job;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Which job each project of this controller belongs to, also after the job was renamed, moved or deleted, and which of its
 * environments are production. The one owner of that, kept in {@code slipway/projects.xml}.
 */
@Extension
public final class Projects implements ExtensionPoint {
    private static final Logger LOGGER = Logger.getLogger(Projects.class.getName());
    private static final int LONGEST_NAME = 63;

    private final Map<String, Project> projects;

    public Projects() {
        projects = load();
    }

    @NonNull
    static Projects get() {
        return ExtensionList.lookupSingleton(Projects.class);
    }

    /** The name of a job's project as long as none is given, which need not be there yet. */
    @NonNull
    synchronized String nameOf(@NonNull Job<?, ?> job) {
        String owner = Requester.owner(job).getFullName();
        return projects.entrySet().stream()
                .filter(entry -> entry.getValue().item.equals(owner) && entry.getValue().own)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> free(Requester.slug(owner), owner));
    }

    /**
     * The name of a step's project, which belongs to the job from now on unless it belongs to another. Whoever may not act for the
     * project is to be refused before.
     */
    @NonNull
    synchronized String claim(@NonNull String given, @NonNull Job<?, ?> job) {
        String name = given.isEmpty() ? nameOf(job) : given;
        String owner = Requester.owner(job).getFullName();
        Project known = projects.get(name);
        if (known == null || known.deleted > 0) {
            Project claimed = new Project(owner, given.isEmpty());
            if (known != null) {
                claimed.production.addAll(known.production);
            }
            projects.put(name, claimed);
            save();
        }
        return name;
    }

    /** Two jobs whose names look alike do not share a project unawares. */
    private String free(String slug, String owner) {
        String name = slug;
        for (int i = 2; taken(name, owner); i++) {
            String end = "-" + i;
            name = slug.substring(0, Math.min(slug.length(), LONGEST_NAME - end.length())) + end;
        }
        return name;
    }

    private boolean taken(String name, String owner) {
        Project known = projects.get(name);
        return known != null && known.deleted == 0 && !known.item.equals(owner);
    }

    /**
     * Whom a project belongs to.
     *
     * @param name full name of the item; empty if nobody claimed the project
     * @param item null if it is gone, or nobody claimed the project
     */
    record Owner(String name, @CheckForNull Item item) {
        /** Whether somebody claimed the project. */
        boolean known() {
            return !name.isEmpty();
        }
    }

    /** Whom a project belongs to, whether or not the current user may see that. */
    @NonNull
    Owner ownerOf(@NonNull String project) {
        String name;
        boolean gone;
        synchronized (this) {
            Project known = projects.get(project);
            name = known == null ? "" : known.item;
            gone = known == null || known.deleted > 0;
        }
        if (gone) {
            return new Owner(name, null);
        }
        // As Jenkins itself: an owner that somebody may not see is none the less to be asked.
        try (ACLContext all = ACL.as2(ACL.SYSTEM2)) {
            return new Owner(name, Jenkins.get().getItemByFullName(name));
        }
    }

    /** The item that a project belongs to; null if it is gone, or nobody claimed the project. */
    @CheckForNull
    Item owner(@NonNull String project) {
        return ownerOf(project).item();
    }

    /** All projects, and since when in milliseconds of the epoch their jobs are deleted; 0 for those that are not. */
    @NonNull
    synchronized Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        projects.forEach((name, project) -> all.put(name, project.deleted));
        return all;
    }

    /** Whether somebody who may deploy to production has said that the environment is. */
    synchronized boolean isProduction(@NonNull String project, @NonNull String environment) {
        Project known = projects.get(project);
        return known != null && known.production.contains(environment);
    }

    /** Remembers what an environment is, on the word of somebody who may deploy to production. */
    synchronized void production(@NonNull String project, @NonNull String environment, boolean is) {
        Project known = projects.get(project);
        if (known != null && (is ? known.production.add(environment) : known.production.remove(environment))) {
            save();
        }
    }

    private synchronized void moved(String from, String to) {
        List<Project> mine = projects.values().stream()
                .filter(each -> each.item.equals(from))
                .toList();
        if (!mine.isEmpty()) {
            mine.forEach(each -> each.item = to);
            save();
        }
    }

    private synchronized void deleted(String item) {
        List<Project> mine = projects.values().stream()
                .filter(each -> each.item.equals(item))
                .toList();
        if (!mine.isEmpty()) {
            long now = System.currentTimeMillis();
            mine.forEach(each -> each.deleted = now);
            save();
        }
    }

    private static XmlFile file() {
        return new XmlFile(Items.XSTREAM2, new File(Jenkins.get().getRootDir(), "slipway/projects.xml"));
    }

    private static Map<String, Project> load() {
        XmlFile file = file();
        try {
            Map<String, Project> found = new LinkedHashMap<>();
            if (file.exists() && file.read() instanceof Stored stored) {
                stored.projects.forEach(each -> found.put(each.name, each.project));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("Which project belongs to which job cannot be read from " + file, e);
        }
    }

    private void save() {
        Stored stored = new Stored();
        projects.forEach((name, project) -> stored.projects.add(new Named(name, project)));
        XmlFile file = file();
        try {
            file.write(stored);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Which project belongs to which job cannot be written to " + file);
        }
    }

    /** What is in the file. */
    private static final class Stored {
        private final ArrayList<Named> projects = new ArrayList<>();
    }

    private static final class Named {
        private final String name;
        private final Project project;

        Named(String name, Project project) {
            this.name = name;
            this.project = project;
        }
    }

    private static final class Project {
        private String item;

        /** Whether it got its name from the item. */
        private final boolean own;

        private long deleted;
        private final TreeSet<String> production = new TreeSet<>();

        Project(String item, boolean own) {
            this.item = item;
            this.own = own;
        }
    }

    /** Follows jobs wherever they go. */
    @Extension
    public static final class Follower extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            get().moved(oldFullName, newFullName);
        }

        @Override
        public void onDeleted(Item item) {
            get().deleted(item.getFullName());
        }
    }
}
