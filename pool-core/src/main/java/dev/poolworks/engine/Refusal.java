package dev.poolworks.engine;

/**
 * Why a pool may not have another worker now.
 *
 * @param reason why, with figures
 * @param passing whether that is over soon, by itself, and not worth telling
 */
public record Refusal(String reason, boolean passing) {

}
