package dev.poolworks.benchmarks.elasticity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Load, workers and queue over time, one panel below the other, as SVG.
 */
final class Plot {

	private static final int WIDTH = 960;

	private static final int LEFT = 60;

	private static final int RIGHT = 60;

	private static final int PANEL = 92;

	private static final int GAP = 34;

	private static final int TOP = 64;

	private static final int BUCKETS = 400;

	private static final String WORKERS = "#4878a8";

	private static final String BUSY = "#1b3a57";

	private static final String QUEUE = "#d1495b";

	private static final String OFFERED = "#5b8c5a";

	private final Trial trial;

	private final String heading;

	private final List<Outcome> shown;

	private final long end;

	private final StringBuilder svg = new StringBuilder();

	private final double mostQueued;

	private Plot(Trial trial, String heading, List<Outcome> shown) {
		this.trial = trial;
		this.heading = heading;
		this.shown = shown;
		this.end = trial.load().durationNanos();
		double most = 1;
		for (Outcome outcome : shown) {
			for (double queued : outcome.series().queued(BUCKETS, this.end)) {
				most = Math.max(most, queued);
			}
		}
		this.mostQueued = niceCeiling(most);
	}

	/**
	 * Draws.
	 * @param trial a load and what came of it
	 * @param policies which of them to draw
	 * @return an SVG document
	 */
	static String of(Trial trial, List<String> policies) {
		List<Outcome> shown = new ArrayList<>();
		for (String policy : policies) {
			trial.outcomes().stream().filter((outcome) -> outcome.policy().equals(policy)).forEach(shown::add);
		}
		return new Plot(trial, trial.load().name(), shown).draw();
	}

	/**
	 * Draws all that came of a load.
	 * @param trial both
	 * @param heading what it is about
	 * @return an SVG document
	 */
	static String of(Trial trial, String heading) {
		return new Plot(trial, heading, trial.outcomes()).draw();
	}

	private String draw() {
		int height = TOP + (this.shown.size() + 1) * (PANEL + GAP) + 24;
		add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
				+ "font-size=\"11\" fill=\"#222\">", WIDTH, height);
		add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, height);
		add("<text x=\"%d\" y=\"22\" font-size=\"16\" font-weight=\"bold\">%s</text>", LEFT, escape(this.heading));
		legend();
		double most = this.trial.load().maxSize();
		// of parts shorter than a second one would see the single tasks
		int parts = (int) Math.max(1, Math.min(BUCKETS, this.end / Timeline.SECOND));
		double[] offered = this.trial.load().offered(parts);
		for (double value : offered) {
			most = Math.max(most, value);
		}
		panel(TOP, "load: workers it keeps busy", niceCeiling(most), -1);
		line(TOP, offered, niceCeiling(most), OFFERED, true);
		int top = TOP + PANEL + GAP;
		for (Outcome outcome : this.shown) {
			outcome(outcome, top);
			top += PANEL + GAP;
		}
		timeAxis(top - GAP);
		return this.svg.append("</svg>\n").toString();
	}

	private void legend() {
		String[][] entries = { { WORKERS, "workers, starting ones included" }, { BUSY, "busy workers" },
				{ QUEUE, "queued tasks (right axis)" }, { OFFERED, "load" } };
		int x = LEFT;
		for (String[] entry : entries) {
			add("<rect x=\"%d\" y=\"34\" width=\"14\" height=\"8\" fill=\"%s\"/>", x, entry[0]);
			add("<text x=\"%d\" y=\"42\">%s</text>", x + 19, entry[1]);
			x += 40 + entry[1].length() * 6;
		}
	}

	private void outcome(Outcome outcome, int top) {
		double most = this.trial.load().maxSize();
		String title = String.format(Locale.ROOT,
				"%s: wait p50 %s, p99 %s; %,.0f worker-seconds, %,d starts, %,d flaps", outcome.policy(),
				Report.millis(outcome.p50Millis()), Report.millis(outcome.p99Millis()), outcome.workerSeconds(),
				outcome.starts(), outcome.flaps());
		panel(top, title, most, this.mostQueued);
		line(top, outcome.series().workers(BUCKETS, this.end), most, WORKERS, true);
		line(top, outcome.series().busy(BUCKETS, this.end), most, BUSY, false);
		line(top, outcome.series().queued(BUCKETS, this.end), this.mostQueued, QUEUE, false);
	}

	private void panel(int top, String title, double most, double mostRight) {
		int right = WIDTH - RIGHT;
		add("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", LEFT, top - 6, escape(title));
		for (int i = 0; i <= 2; i++) {
			double y = top + PANEL - PANEL * i / 2.0;
			add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, y, right, y);
			add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y + 4, number(most * i / 2));
			if (mostRight > 0) {
				add("<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>", right + 6, y + 4, QUEUE,
						number(mostRight * i / 2));
			}
		}
		axisTitle(16, top, "#222", "workers");
		if (mostRight > 0) {
			axisTitle(WIDTH - 10, top, QUEUE, "queued");
		}
	}

	private void axisTitle(int x, int top, String color, String title) {
		int y = top + PANEL / 2;
		add("<text transform=\"rotate(-90 %d %d)\" x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">%s</text>", x,
				y, x, y, color, title);
	}

	private void line(int top, double[] values, double most, String color, boolean filled) {
		double width = (double) (WIDTH - LEFT - RIGHT) / values.length;
		StringBuilder path = new StringBuilder();
		double last = -1;
		for (int i = 0; i < values.length; i++) {
			double y = top + PANEL - PANEL * Math.min(1, values[i] / most);
			if (i == 0) {
				path.append(String.format(Locale.ROOT, "M%d %.1f", LEFT, y));
			}
			else if (y != last) {
				path.append(String.format(Locale.ROOT, "H%.1fV%.1f", LEFT + i * width, y));
			}
			last = y;
		}
		path.append("H").append(WIDTH - RIGHT);
		if (filled) {
			add("<path d=\"%sV%dH%dZ\" fill=\"%s\" fill-opacity=\"0.25\"/>", path, top + PANEL, LEFT, color);
		}
		add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\"/>", path, color);
	}

	private void timeAxis(int y) {
		boolean minutes = this.end >= 300 * Timeline.SECOND;
		double length = (double) this.end / Timeline.SECOND / (minutes ? 60 : 1);
		double step = niceCeiling(length / 8);
		for (double time = 0; time <= length; time += step) {
			double x = LEFT + (WIDTH - LEFT - RIGHT) * time / length;
			add("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222\"/>", x, y, x, y + 4);
			add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, y + 17, number(time));
		}
		add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", WIDTH / 2, y + 32,
				minutes ? "minutes" : "seconds");
	}

	/** The next of 1, 2, 5, 10, 20 and so on. */
	private static double niceCeiling(double value) {
		double power = Math.pow(10, Math.floor(Math.log10(value)));
		for (double digit : new double[] { 1, 2, 5 }) {
			if (value <= digit * power) {
				return digit * power;
			}
		}
		return 10 * power;
	}

	private static String number(double value) {
		return (value == Math.rint(value)) ? String.format(Locale.ROOT, "%,.0f", value)
				: String.format(Locale.ROOT, "%.1f", value);
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;");
	}

	private void add(String format, Object... arguments) {
		this.svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
	}

}
