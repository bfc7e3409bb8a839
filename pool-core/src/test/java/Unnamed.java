import java.io.Serializable;

/**
 * A class without a package, as first programs have.
 */
record Unnamed() implements Serializable {
}
