namespace LlmProxy.Configuration;

/// <summary>The sandbox provider inside this process, for destinations whose address is <c>sandbox:</c>.</summary>
public interface IBuiltInSandbox
{
    /// <summary>Where the sandbox listens; it is started by the first call. Called at every load of the configuration.</summary>
    ValueTask<Uri> GetAddressAsync(CancellationToken cancellationToken);
}
