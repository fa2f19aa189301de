package io.github.insiderwebpush.benchmarks.versus.httpinterface;

import io.github.insiderwebpush.benchmarks.versus.VendorApi.Accepted;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Create;
import io.github.insiderwebpush.benchmarks.versus.VendorApi.Launch;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;

/**
 * The vendor's API as an interface.
 */
public interface VendorHttp {

	@PostExchange("/v1/single")
	Accepted create(@RequestBody Create body);

	@PostExchange("/v2/single/{id}")
	Accepted launch(@PathVariable long id, @RequestBody Launch body);

}
