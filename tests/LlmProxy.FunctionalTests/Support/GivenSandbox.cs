using LlmProxy.Configuration;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>Stands in for the gateway's own sandbox, so that a test sees what a destination of <c>sandbox:</c> was sent.</summary>
internal sealed class GivenSandbox(Uri address) : IBuiltInSandbox
{
    public ValueTask<Uri> GetAddressAsync(CancellationToken cancellationToken) => new(address);
}
