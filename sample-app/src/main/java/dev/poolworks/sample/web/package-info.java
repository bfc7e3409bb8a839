/**
 * Documents and workers over HTTP.
 */
@NullMarked
package dev.poolworks.sample.web;

import org.jspecify.annotations.NullMarked;
