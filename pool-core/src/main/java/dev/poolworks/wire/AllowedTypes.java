package dev.poolworks.wire;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The classes of which objects may come from a worker. Deserialization runs code of the
 * classes that the sender names, and a worker may have been taken over by what it read:
 * what is not listed here is not even initialized. Immutable.
 *
 * <pre>
 *  values of the JDK    by name, since its packages hold dangerous classes too
 *  exceptions           of any package, but outside of the others only without reading code of their own
 *  the application      packages near the submitted code, and packages that it has allowed
 *  never                proxies: their handler runs when whatever holds them is read
 * </pre>
 */
public final class AllowedTypes {

	/** Only these, not the packages below them. */
	private static final Set<String> VALUE_PACKAGES = Set.of("java.lang", "java.math", "java.time", "java.time.chrono",
			"java.time.temporal", "java.time.zone", "java.util", "java.util.concurrent", "java.util.concurrent.atomic",
			"java.util.concurrent.locks", "dev.poolworks");

	/**
	 * Values out of packages that hold other things as well. What they read is numbers,
	 * text and values of this list; what their reading code does beyond that is to check
	 * and to compute from it. Not {@code java.net.URL}, whose hash code asks a name
	 * server.
	 */
	private static final Set<String> VALUES = Set.of("java.io.File", "java.io.Serializable", "java.net.URI",
			"java.net.InetAddress", "java.net.Inet4Address", "java.net.Inet6Address", "java.net.InetSocketAddress",
			"java.net.SocketAddress", "java.net.UnixDomainSocketAddress", "java.net.UnixDomainSocketAddress$Ser",
			"java.sql.Date", "java.sql.Time", "java.sql.Timestamp", "java.util.regex.Pattern",
			"javax.xml.namespace.QName", "sun.util.calendar.ZoneInfo");

	/**
	 * How numbers and dates are written: patterns and symbols. Their reading code
	 * compiles a pattern in the time that its length takes.
	 */
	private static final Set<String> FORMATS = Set.of("java.text.ChoiceFormat", "java.text.DateFormat",
			"java.text.DateFormatSymbols", "java.text.DecimalFormat", "java.text.DecimalFormatSymbols",
			"java.text.Format", "java.text.NumberFormat", "java.text.SimpleDateFormat");

	/**
	 * The values of imaging: numbers, and no more. The first of them makes this JVM load
	 * the JDK's own native library for images.
	 */
	private static final Set<String> SHAPES = Set.of("java.awt.Color", "java.awt.Dimension", "java.awt.Insets",
			"java.awt.Point", "java.awt.Polygon", "java.awt.Rectangle", "java.awt.geom.AffineTransform");

	/** Of these the classes nested in them as well: one for floats, one for doubles. */
	private static final Set<String> GEOMETRY = Set.of("java.awt.geom.Arc2D", "java.awt.geom.CubicCurve2D",
			"java.awt.geom.Dimension2D", "java.awt.geom.Ellipse2D", "java.awt.geom.GeneralPath", "java.awt.geom.Line2D",
			"java.awt.geom.Path2D", "java.awt.geom.Point2D", "java.awt.geom.QuadCurve2D", "java.awt.geom.Rectangle2D",
			"java.awt.geom.RectangularShape", "java.awt.geom.RoundRectangle2D");

	/**
	 * The only exception of the JDK whose reading code calls what it has read: up to Java
	 * 17 it asks any object for its text.
	 */
	private static final Set<String> TREACHEROUS = Set.of("javax.management.BadAttributeValueExpException");

	/** What deserialization calls. */
	private static final Set<String> READING_CODE = Set.of("readObject", "readObjectNoData", "readResolve",
			"readExternal");

	/** Whose code is no application's: nothing is near it. */
	private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

	/**
	 * Second parts of names that many owners share, as {@code org.apache} and
	 * {@code uk.co}.
	 */
	private static final Set<String> SHARED = Set.of("ac", "apache", "co", "codehaus", "com", "edu", "eclipse",
			"github", "gitlab", "gov", "net", "org", "sf", "sourceforge", "springframework");

	private static final Pattern PACKAGE = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
			+ "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

	private final String pool;

	private final Set<String> packages;

	private AllowedTypes(String pool, Set<String> packages) {
		this.pool = pool;
		this.packages = packages;
	}

	/**
	 * Allows packages beside the usual types.
	 * @param pool the pool's name, for messages
	 * @param packages names of packages; each includes those below it
	 * @return the usual types and those
	 * @throws IllegalArgumentException if one is no name of a package
	 */
	public static AllowedTypes of(String pool, Collection<String> packages) {
		for (String name : packages) {
			if (!PACKAGE.matcher(name).matches()) {
				throw new IllegalArgumentException("pool '" + pool + "': serialization.allow has '" + name
						+ "'; it must be the name of a package, such as com.acme.documents, and stands for those"
						+ " below it too");
			}
		}
		return new AllowedTypes(pool, new TreeSet<>(packages));
	}

	/**
	 * Allows the packages near submitted code as well: those below the first two parts of
	 * its package's name, or three, where many owners share the first two.
	 * @param codePackage the package of the code; empty for the unnamed one
	 * @return these types and those
	 */
	public AllowedTypes near(String codePackage) {
		if (JDK.stream().anyMatch((codePackage + ".")::startsWith)) {
			return this;
		}
		List<String> parts = Arrays.asList(codePackage.split("\\."));
		int kept = (parts.size() > 1 && SHARED.contains(parts.get(1))) ? 3 : 2;
		Set<String> all = new TreeSet<>(this.packages);
		all.add(String.join(".", parts.subList(0, Math.min(kept, parts.size()))));
		return new AllowedTypes(this.pool, all);
	}

	/**
	 * The packages that are allowed beside the usual types.
	 * @return their names
	 */
	Set<String> packages() {
		return this.packages;
	}

	/**
	 * Whether a class may be deserialized.
	 * @param type a class, not yet initialized
	 * @return whether it is allowed
	 */
	boolean allows(Class<?> type) {
		Class<?> element = elementOf(type);
		return !isReadable(element)
				|| !Proxy.isProxyClass(element) && (isValue(element) || isNear(element) || isPlainException(element));
	}

	/**
	 * Says why a class was refused, and what to do.
	 * @param type what was refused
	 * @return a clause
	 */
	String refusal(Class<?> type) {
		Class<?> element = elementOf(type);
		String where = element.getPackageName();
		return "it holds an object of " + element.getName() + ", which is neither a value of the JDK nor a plain"
				+ " exception nor in an allowed package " + this.packages + "; to read it would run code of its class"
				+ " here, in whatever way the worker asks for. Return plain values, or, if that is safe, add " + where
				+ " to pool.executors." + this.pool + ".serialization.allow, or call allow(\"" + where
				+ "\") on the pool's builder";
	}

	private static Class<?> elementOf(Class<?> type) {
		Class<?> element = type;
		while (element.isArray()) {
			element = element.getComponentType();
		}
		return element;
	}

	/**
	 * No object of any other class is ever read. They occur all the same: as the type of
	 * an array, or made by the reading code of an allowed class, as paths are.
	 */
	private static boolean isReadable(Class<?> type) {
		return Serializable.class.isAssignableFrom(type);
	}

	private boolean isNear(Class<?> type) {
		String name = type.getPackageName() + ".";
		return this.packages.stream().anyMatch((allowed) -> name.startsWith(allowed + "."));
	}

	/**
	 * Whether objects of a class are values of the JDK, or stand for such: allowed
	 * everywhere.
	 * @param type a class
	 * @return whether they are
	 */
	static boolean isOfJdk(Class<?> type) {
		Class<?> element = elementOf(type);
		return element.isPrimitive() || isValue(element);
	}

	private static boolean isValue(Class<?> type) {
		String name = type.getName();
		return VALUE_PACKAGES.contains(type.getPackageName()) || VALUES.contains(name) || FORMATS.contains(name)
				|| SHAPES.contains(name) || GEOMETRY.contains(name.replaceFirst("\\$.*", ""))
				|| StandIn.class.isAssignableFrom(type)
				|| name.startsWith("java.") && Enum.class.isAssignableFrom(type);
	}

	private static boolean isPlainException(Class<?> type) {
		if (!Throwable.class.isAssignableFrom(type) || TREACHEROUS.contains(type.getName())) {
			return false;
		}
		try {
			for (Class<?> next = type; next != null && !isInJdk(next); next = next.getSuperclass()) {
				for (Method method : next.getDeclaredMethods()) {
					if (READING_CODE.contains(method.getName())) {
						return false;
					}
				}
			}
			return true;
		}
		catch (LinkageError ex) {
			return false; // its methods name a class that is not here
		}
	}

	/**
	 * Whether a class belongs to a module of the JDK. Its name does not tell:
	 * {@code org.xml.sax} is the JDK's, and {@code javax} is anybody's. Those who read
	 * exceptions in their own way were all looked at: they check and assign what they
	 * have read.
	 */
	private static boolean isInJdk(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return type.getModule().isNamed() && (loader == null || loader == ClassLoader.getPlatformClassLoader());
	}

}
