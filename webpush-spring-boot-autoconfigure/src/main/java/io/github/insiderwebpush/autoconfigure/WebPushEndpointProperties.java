package io.github.insiderwebpush.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the actuator endpoint.
 *
 * @param showValues When to show the titles and IDs of calls that failed.
 * @param roles Roles used to determine whether a user is authorized to be shown titles
 * and IDs. When empty, all authenticated users are authorized.
 * @since 0.1.0
 */
@ConfigurationProperties("management.endpoint.webpush")
public record WebPushEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {
}
