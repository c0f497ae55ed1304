using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Guardrails;
using LlmProxy.Prompts.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Configuration.Validation;

/// <summary>Checks a whole configuration without starting anything: the gateway's own part, and YARP's with YARP's own rules.</summary>
public sealed class LlmConfigValidator
{
    private readonly SecretResolver _secrets;
    private readonly Action<IReverseProxyBuilder>? _extend;
    private readonly string? _folder;

    /// <summary>Checks with this process's environment.</summary>
    /// <param name="extend">Adds what the host adds to YARP (policies, transforms), and types of guards of its own (<see cref="IGuardFactory"/>), so that its names are known.</param>
    public LlmConfigValidator(Action<IReverseProxyBuilder>? extend = null)
        : this(SecretResolver.System, extend)
    {
    }

    internal LlmConfigValidator(SecretResolver secrets, Action<IReverseProxyBuilder>? extend = null, string? folder = null)
    {
        _secrets = secrets;
        _extend = extend;
        _folder = folder;
    }

    /// <summary>Checks <paramref name="root"/>.</summary>
    /// <param name="root">All sources together, as a host would read them.</param>
    /// <param name="file">The gateway's own file alone, to warn of top-level names that nobody reads; <c>null</c>: not looked at.</param>
    /// <returns>Everything found; variables that are not set are no errors.</returns>
    public async Task<ConfigurationFindings> ValidateAsync(IConfiguration root, IConfiguration? file = null)
    {
        var reading = LlmConfigReader.Read(root, _secrets, Guards(), _folder);
        var errors = new List<ConfigurationError>(reading.Errors);
        ReferenceRules.CheckPlainRoutes(root, reading, errors);
        LoggingRules.Check(root, errors);
        await new YarpCheck(root, reading, _extend).RunAsync(errors);

        var warnings = new List<ConfigurationError>();
        UnknownNames.CheckYarp(root, warnings);
        ReferenceRules.WarnOfBareRoutes(root, reading, warnings);
        FailoverWarnings.Check(root, reading, warnings);
        var model = reading.ToModel();
        PromptRules.Warn(model, PromptRules.Names(model.Proxy.Prompts, _folder ?? Environment.CurrentDirectory), warnings);
        GuardWarnings.Check(root, reading, warnings);
        if (file is not null)
        {
            UnknownNames.CheckTop(file, warnings);
        }

        return new(errors, warnings, model);
    }

    /// <summary>The gateway's own types of guards, and those that the host adds.</summary>
    private GuardFactories Guards()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        _extend?.Invoke(services.AddReverseProxy());
        if (!services.Any(service => service.ServiceType == typeof(IGuardFactory)))
            return GuardFactories.BuiltIn;
        // What they make lives no longer than the check, and is asked nothing.
        using var provider = services.BuildServiceProvider();
        return new GuardFactories(provider.GetServices<IGuardFactory>());
    }
}
