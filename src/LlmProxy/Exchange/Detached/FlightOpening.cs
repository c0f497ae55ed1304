namespace LlmProxy.Exchange.Detached;

/// <summary>What the proxy copies to the client in the place of a provider's answer; a feature of the request's context.</summary>
/// <param name="OpenAsync">Opens it.</param>
/// <param name="Headers">The head of the answer; <c>null</c> where the opened message says all.</param>
internal sealed record FlightOpening(Func<CancellationToken, Task<HttpResponseMessage>> OpenAsync, FlightResponse? Headers);
