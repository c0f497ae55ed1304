namespace LlmProxy.Exchange.Detached;

/// <summary>Answers the proxy with what a flight brings, in the place of a connection.</summary>
internal sealed class FlightHandler : HttpMessageHandler
{
    /// <summary>Where the transformer puts what is to be opened.</summary>
    internal static readonly HttpRequestOptionsKey<FlightOpening> OpeningKey = new("LlmProxy.Flight");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Options.TryGetValue(OpeningKey, out var opening)
            ? opening.OpenAsync(cancellationToken)
            : throw new InvalidOperationException("Only flights are delivered here.");
}
