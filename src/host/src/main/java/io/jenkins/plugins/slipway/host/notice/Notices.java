package io.jenkins.plugins.slipway.host.notice;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is not as it should be right now, in sentences: in the daemon's log when it begins and when it is over, in {@code status} and in
 * the log of deployments for as long as it lasts. Safe for use by several threads.
 */
public final class Notices {
    private final Map<String, String> sentences = new TreeMap<>();

    /** Says something, in place of what was said about the same thing before. */
    public synchronized void say(String about, String sentence) {
        if (!sentence.equals(sentences.put(about, sentence))) {
            System.err.println(sentence);
        }
    }

    /** Says something, or that it is over if there is nothing to say. */
    public void set(String about, String sentence) {
        if (sentence.isEmpty()) {
            over(about);
        } else {
            say(about, sentence);
        }
    }

    /** It is as it should be again. */
    public synchronized void over(String about) {
        String before = sentences.remove(about);
        if (before != null) {
            System.err.println("over: " + before);
        }
    }

    /** All that holds now. */
    public synchronized List<String> all() {
        return List.copyOf(sentences.values());
    }
}
