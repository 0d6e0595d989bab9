package io.jenkins.plugins.slipway.engine.object;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Records whose user dies at a chosen moment: just before or just after a transaction. */
final class CrashingRecords {
    /** The death. Nothing catches it. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private CrashingRecords() {}

    /**
     * @param call number of the call, from 0, that is the last one
     * @param after whether that call still happens
     */
    static ObjectRecords at(ObjectRecords real, ReleaseCode code, int call, boolean after) {
        int[] calls = {0};
        return (ObjectRecords) Proxy.newProxyInstance(
                ObjectRecords.class.getClassLoader(),
                new Class<?>[] {ObjectRecords.class},
                (proxy, method, arguments) -> {
                    boolean last = calls[0]++ == call;
                    if (last && !after) {
                        throw new Crash();
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        if (method.getName().equals("succeeded")) {
                            code.succeeded(((Subscription) arguments[0]).idempotencyKey());
                        }
                        if (last) {
                            throw new Crash();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
