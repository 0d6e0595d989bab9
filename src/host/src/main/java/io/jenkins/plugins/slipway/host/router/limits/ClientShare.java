package io.jenkins.plugins.slipway.host.router.limits;

import io.jenkins.plugins.slipway.host.router.http.Peer;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.util.List;

/** In whose name a request takes a part of what all clients share. */
public final class ClientShare {
    /** Whoever has an IPv6 address has all of its network. */
    private static final int NETWORK_BYTES = 8;

    private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");

    private ClientShare() {}

    /** The client's address; that of the client whom a trusted proxy speaks for; a network of IPv6 addresses counts as one. */
    public static String of(Peer peer, HttpHeaders headers) {
        String address = peer.address();
        if (peer.trusted() && headers.contains(FOR)) {
            List<String> chains = headers.getAll(FOR);
            if (!chains.isEmpty()) {
                String chain = chains.get(chains.size() - 1);
                address = chain.substring(chain.lastIndexOf(',') + 1).strip();
            }
        }
        return of(address);
    }

    /** That address, or its network. */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length <= NETWORK_BYTES) {
            return address;
        }
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < NETWORK_BYTES; i++) {
            network.append(Integer.toHexString(bytes[i] & 0xff)).append(':');
        }
        return network.toString();
    }
}
