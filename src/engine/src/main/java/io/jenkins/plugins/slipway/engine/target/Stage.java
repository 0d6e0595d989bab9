package io.jenkins.plugins.slipway.engine.target;

/** The three parts of a deployment that the engine owns. A target plans its steps in them. */
public enum Stage {
    /** Nothing that serves is touched; a deployment that ends here is abandoned. */
    PREPARE,

    /** Changes what serves; a deployment that ends here is undone, or resumed once every step of it is done. */
    SWITCH,

    /** The release is live and stays; what goes wrong here is reported. */
    SETTLE
}
