package io.jenkins.plugins.slipway.engine.object;

import java.util.ArrayList;
import java.util.List;

/**
 * All that a release's script declares, in its order. Names are unique and relations lead to objects of the list.
 *
 * @param objects may be empty: then the release declares that there is nothing
 */
public record DeployList(List<DeclaredObject> objects) {
    /** Declares nothing: what remains of an application that is no longer part of a release, or has no script any more. */
    public static final DeployList EMPTY = new DeployList(List.of());

    public DeployList {
        objects = List.copyOf(objects);
    }

    /** Of every mistake one sentence, as the script's language shows errors. */
    static List<String> mistakes(List<DeclaredObject> objects) {
        java.util.Map<String, DeclaredObject> byName = new java.util.HashMap<>();
        List<String> mistakes = new ArrayList<>();
        for (DeclaredObject object : objects) {
            DeclaredObject first = byName.putIfAbsent(object.name(), object);
            if (first != null) {
                mistakes.add(at(object) + "the name ‘" + object.name() + "’ is taken"
                        + (first.place() == null ? "" : " by " + first.place())
                        + "; names are unique in an application");
            }
        }
        for (DeclaredObject object : objects) {
            for (String other : object.uses()) {
                if (!byName.containsKey(other)) {
                    mistakes.add(at(object) + "‘" + object.name() + "’ uses ‘" + other
                            + "’, which is not defined; define it, or remove it from uses");
                }
            }
        }
        return mistakes;
    }

    private static String at(DeclaredObject object) {
        return object.place() == null ? "" : object.place() + ": ";
    }
}
