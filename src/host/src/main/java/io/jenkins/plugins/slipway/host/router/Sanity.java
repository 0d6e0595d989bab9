package io.jenkins.plugins.slipway.host.router;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses requests that the router and an application could read differently: where one ends decides what the next one is. */
final class Sanity {
    private Sanity() {}

    /** What is wrong with the request, or null. */
    static @Nullable String complaint(HttpServerRequest request) {
        if (request.headers().getAll("host").size() > 1) {
            return "The request names more than one host.";
        }
        List<String> lengths = request.headers().getAll("content-length");
        List<String> encodings = request.headers().getAll("transfer-encoding");
        if (lengths.size() > 1
                || lengths.stream().anyMatch(length -> !length.strip().matches("[0-9]{1,18}"))) {
            return "The request has no single length.";
        }
        if (encodings.size() > 1
                || encodings.stream().anyMatch(encoding -> !encoding.strip().equalsIgnoreCase("chunked"))) {
            return "The request has a transfer encoding other than chunked.";
        }
        return lengths.isEmpty() || encodings.isEmpty()
                ? null
                : "The request has both a length and a transfer encoding.";
    }
}
