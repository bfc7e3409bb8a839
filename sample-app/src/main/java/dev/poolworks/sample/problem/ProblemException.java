package dev.poolworks.sample.problem;

/**
 * Ends a request with a problem.
 */
public class ProblemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Problem problem;

	public ProblemException(Problem problem) {
		super(problem.type().slug() + ": " + problem.detail());
		this.problem = problem;
	}

	public Problem problem() {
		return this.problem;
	}

}
