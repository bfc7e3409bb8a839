package dev.poolworks.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import dev.poolworks.policy.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The engine with a bug, and the simulation that runs it: the type with the bug is
 * compiled in memory, all others of the engine and the policies are loaded once more
 * beside it.
 */
final class BuggyEngine {

	private static final Path SOURCES = Path.of("src", "main", "java", "dev", "poolworks");

	private static final Pattern OWN = Pattern.compile("dev\\.poolworks\\.(engine|policy)\\..*");

	private final Method run;

	private BuggyEngine(Map<String, byte[]> classes) {
		try {
			Class<?> simulation = new Loader(classes).loadClass(Simulation.class.getName());
			this.run = simulation.getDeclaredMethod("run", long.class);
			this.run.setAccessible(true);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static BuggyEngine with(PlantedBug bug) throws IOException {
		Path file = SOURCES.resolve(bug.type() + ".java");
		String source = bug.plantIn(Files.readString(file));
		return new BuggyEngine(compile("dev/poolworks/" + bug.type(), source));
	}

	/**
	 * Lives a life.
	 * @param seed which
	 * @return what went wrong, beginning with the name of the invariant; {@code null} if
	 * nothing did
	 */
	@Nullable String run(long seed) {
		try {
			this.run.invoke(null, seed);
			return null;
		}
		catch (InvocationTargetException ex) {
			return String.valueOf(ex.getCause().getMessage());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, byte[]> compile(String name, String source) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Classes classes = new Classes(files)) {
			List<String> options = List.of("-proc:none", "-nowarn", "-cp",
					placeOf(PoolEngine.class) + System.getProperty("path.separator") + placeOf(Nullable.class));
			boolean compiled = compiler.getTask(null, classes, null, options, null, List.of(new Source(name, source)))
				.call();
			if (!compiled) {
				throw new AssertionError(name + " does not compile with the planted bug");
			}
			return classes.bytes();
		}
	}

	private static String placeOf(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		return Path.of(URI.create(source.getLocation().toString())).toString();
	}

	/** A source in memory. */
	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String name, String text) {
			super(URI.create("memory:///" + name + ".java"), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

	/** Keeps compiled classes in memory. */
	private static final class Classes extends ForwardingJavaFileManager<StandardJavaFileManager> {

		private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

		Classes(StandardJavaFileManager files) {
			super(files);
		}

		@Override
		public JavaFileObject getJavaFileForOutput(JavaFileManager.Location location, String className,
				JavaFileObject.Kind kind, FileObject sibling) {
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			this.outputs.put(className, output);
			return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + kind.extension),
					kind) {

				@Override
				public OutputStream openOutputStream() {
					return output;
				}

			};
		}

		Map<String, byte[]> bytes() {
			Map<String, byte[]> bytes = new HashMap<>();
			this.outputs.forEach((name, output) -> bytes.put(name, output.toByteArray()));
			return bytes;
		}

	}

	/** Loads engine and policies anew, with the bug; everything else is shared. */
	private static final class Loader extends ClassLoader {

		private final Map<String, byte[]> patched;

		Loader(Map<String, byte[]> patched) {
			super(RetryPolicy.class.getClassLoader());
			this.patched = patched;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				if (loaded != null) {
					return loaded;
				}
				if (!OWN.matcher(name).matches()) {
					return super.loadClass(name, resolve);
				}
				byte[] bytes = this.patched.containsKey(name) ? this.patched.get(name) : original(name);
				return defineClass(name, bytes, 0, bytes.length);
			}
		}

		private byte[] original(String name) throws ClassNotFoundException {
			try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (in == null) {
					throw new ClassNotFoundException(name);
				}
				return in.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
