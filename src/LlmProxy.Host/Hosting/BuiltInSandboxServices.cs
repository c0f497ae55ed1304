using LlmProxy.Configuration;

namespace LlmProxy.Host.Hosting;

/// <summary>Registers the sandbox inside the gateway.</summary>
internal static class BuiltInSandboxServices
{
    /// <summary>Lets destinations have the address <c>sandbox:</c>.</summary>
    public static IServiceCollection AddBuiltInSandbox(this IServiceCollection services) => services
        .AddSingleton<BuiltInSandbox>()
        .AddSingleton<IBuiltInSandbox>(provider => provider.GetRequiredService<BuiltInSandbox>());
}
