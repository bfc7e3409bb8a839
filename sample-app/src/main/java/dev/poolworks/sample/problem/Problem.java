package dev.poolworks.sample.problem;

import org.springframework.http.ProblemDetail;

/**
 * What happened to one document or page.
 *
 * @param type the kind
 * @param detail one or two sentences about this very document
 */
public record Problem(ProblemType type, String detail) {

	/** What the database has room for. */
	private static final int MAX_DETAIL = 1000;

	public Problem {
		if (detail.length() > MAX_DETAIL) {
			detail = detail.substring(0, MAX_DETAIL - 1) + "…";
		}
	}

	/**
	 * The problem as it goes over HTTP.
	 * @return a new problem detail
	 */
	public ProblemDetail toProblemDetail() {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(this.type.status(), this.detail);
		problem.setType(this.type.uri());
		problem.setTitle(this.type.title());
		return problem;
	}

}
