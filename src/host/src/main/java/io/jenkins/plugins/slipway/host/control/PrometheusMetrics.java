package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.host.router.Router.Traffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What the host counts, as Prometheus reads it. */
final class PrometheusMetrics {
    private static final List<Long> BOUNDS = Traffic.LATENCY_BOUNDS_MILLIS;

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Traffic> traffic = new LinkedHashMap<>();

    private PrometheusMetrics(StatusReport report, Traffic strangers) {
        report.environments()
                .forEach(one -> traffic.put(
                        "project=\"" + one.project() + "\",environment=\"" + one.name() + "\"", one.traffic()));
        traffic.put("project=\"\",environment=\"\"", strangers);
    }

    /**
     * @param strangers requests that belong to no environment
     */
    static String text(StatusReport report, Traffic strangers) {
        PrometheusMetrics metrics = new PrometheusMetrics(report, strangers);
        metrics.releases(report);
        metrics.requests();
        return metrics.text.toString();
    }

    private void releases(StatusReport report) {
        head("slipway_release", "gauge", "Number of the release that is live; 0 for none.");
        report.environments()
                .forEach(one -> line(
                        "slipway_release",
                        "project=\"" + one.project() + "\",environment=\"" + one.name() + "\"",
                        one.live().release() == null
                                ? "0"
                                : String.valueOf(one.live().release())));
        head("slipway_healthy", "gauge", "1 if what is live is healthy.");
        report.environments()
                .forEach(one -> line(
                        "slipway_healthy",
                        "project=\"" + one.project() + "\",environment=\"" + one.name() + "\"",
                        one.live().health().equals("healthy") ? "1" : "0"));
    }

    private void requests() {
        head("slipway_requests_total", "counter", "Responses by status class.");
        traffic.forEach((labels, one) -> {
            for (int i = 0; i < one.statuses().size(); i++) {
                line(
                        "slipway_requests_total",
                        labels + ",status=\"" + (i + 1) + "xx\"",
                        "" + one.statuses().get(i));
            }
        });
        each("slipway_requests_held_total", "counter", "Requests that had to wait for a switch.", Traffic::held);
        each("slipway_requests_refused_total", "counter", "Requests that the router answered 503.", Traffic::refused);
        each(
                "slipway_requests_lost_total",
                "counter",
                "Requests whose application ended before it answered.",
                Traffic::lost);
        each("slipway_requests_parked", "gauge", "Requests that wait now.", Traffic::waiting);
        each("slipway_requests_in_flight", "gauge", "Requests that are being answered now.", Traffic::underway);
        each("slipway_streams", "gauge", "Long-lived connections that are open now.", Traffic::streams);
        each(
                "slipway_upstream_errors_total",
                "counter",
                "Requests that an application failed to answer properly.",
                Traffic::upstreamErrors);
        each("slipway_received_bytes_total", "counter", "Bytes of request bodies.", Traffic::bytesIn);
        each("slipway_sent_bytes_total", "counter", "Bytes of response bodies.", Traffic::bytesOut);
        each("slipway_held_seconds_total", "counter", "Total time that requests waited.", Traffic::heldSeconds);
        durations();
    }

    private void durations() {
        String name = "slipway_request_duration_seconds";
        head(name, "histogram", "Time until requests were answered, waiting included.");
        traffic.forEach((labels, one) -> {
            long sum = 0;
            for (int i = 0; i < one.latency().size(); i++) {
                sum += one.latency().get(i);
                String bound = i < BOUNDS.size() ? number(BOUNDS.get(i) / 1000.0) : "+Inf";
                line(name + "_bucket", labels + ",le=\"" + bound + "\"", "" + sum);
            }
            line(name + "_sum", labels, number(one.seconds()));
            line(name + "_count", labels, "" + sum);
        });
    }

    private void each(String name, String type, String meaning, Function<Traffic, Number> value) {
        head(name, type, meaning);
        traffic.forEach((labels, one) -> {
            Number number = value.apply(one);
            line(name, labels, number instanceof Double fraction ? number(fraction) : number.toString());
        });
    }

    private void head(String name, String type, String meaning) {
        text.append("# HELP ").append(name).append(' ').append(meaning).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(String name, String labels, String value) {
        text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "" + (long) value : String.format(Locale.ROOT, "%.3f", value);
    }
}
