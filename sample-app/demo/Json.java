import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads JSON into maps, lists, strings and numbers.
 */
final class Json {

	private static final Pattern TOKEN = Pattern
		.compile("\\s*([{}\\[\\]:,]|\"(?:[^\"\\\\]|\\\\.)*\"|[-+.0-9eE]+|true|false|null)");

	private final Matcher tokens;

	Json(String text) {
		this.tokens = TOKEN.matcher(text);
	}

	Object value() {
		return value(next());
	}

	private Object value(String token) {
		switch (token.charAt(0)) {
			case '{':
				return map();
			case '[':
				return list();
			case '"':
				return string(token);
			case 't':
			case 'f':
			case 'n':
				return token;
			default:
				return token.matches("-?\\d+") ? (Object) Long.valueOf(token) : Double.valueOf(token);
		}
	}

	private Map<String, Object> map() {
		Map<String, Object> map = new LinkedHashMap<>() {

			@Override
			public String toString() {
				return entrySet().stream()
					.map((entry) -> entry.getKey() + " " + entry.getValue())
					.collect(Collectors.joining(", "));
			}

		};
		for (String token = next(); !token.equals("}"); token = next()) {
			if (!token.equals(",")) {
				next();
				map.put(string(token), value());
			}
		}
		return map;
	}

	private List<Object> list() {
		List<Object> list = new ArrayList<>();
		for (String token = next(); !token.equals("]"); token = next()) {
			if (!token.equals(",")) {
				list.add(value(token));
			}
		}
		return list;
	}

	private static String string(String token) {
		String raw = token.substring(1, token.length() - 1);
		return raw.replace("\\\"", "\"").replace("\\/", "/").replace("\\n", " ").replace("\\\\", "\\");
	}

	private String next() {
		if (!this.tokens.find()) {
			throw new IllegalStateException("not the JSON that was expected");
		}
		return this.tokens.group(1);
	}

}
