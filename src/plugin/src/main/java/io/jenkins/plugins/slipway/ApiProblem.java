package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Why a call of the interface has no other answer than this; by RFC 9457. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private ApiProblem(int status, String detail) {
        super(detail);
        this.status = status;
    }

    @NonNull
    static ApiProblem badRequest(@NonNull String detail) {
        return new ApiProblem(400, detail);
    }

    @NonNull
    static ApiProblem forbidden(@NonNull String permission) {
        return new ApiProblem(
                403, "This needs the permission Slipway/" + permission + "; ask an administrator of Jenkins for it.");
    }

    /** Also for what the user may not see: there is no telling the two apart. */
    @NonNull
    static ApiProblem notFound() {
        return new ApiProblem(404, "There is nothing here, or nothing that you may see.");
    }

    @NonNull
    static ApiProblem notAllowed(@NonNull String methods) {
        return new ApiProblem(405, "This can be asked for by " + methods + " only.");
    }

    @NonNull
    static ApiProblem conflict(@NonNull String detail) {
        return new ApiProblem(409, detail);
    }

    int status() {
        return status;
    }
}
