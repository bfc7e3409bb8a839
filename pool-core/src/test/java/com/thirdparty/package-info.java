/**
 * Stands for libraries on the class path: neither the JDK nor the application.
 */
package com.thirdparty;
