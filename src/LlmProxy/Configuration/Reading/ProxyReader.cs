using System.Collections.Frozen;
using LlmProxy.Budgets.Settings;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Failover.Settings;
using LlmProxy.Guardrails;
using LlmProxy.Metering.Prices.Catalogue;
using LlmProxy.Metering.Prices.Settings;
using LlmProxy.Prompts.Experiments.Settings;
using LlmProxy.Prompts.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Reads the <c>LlmProxy</c> section.</summary>
internal static class ProxyReader
{
    /// <summary>Reads <paramref name="section"/>, which may be missing.</summary>
    /// <param name="section">The section.</param>
    /// <param name="secrets">Reads secrets.</param>
    /// <param name="guards">Who makes guards.</param>
    /// <param name="folder">Where the files are that it names.</param>
    /// <param name="order">The names under a path in the order of the file; <c>null</c>: nobody knows it.</param>
    public static ProxyReading Read(
        IConfigurationSection section, SecretResolver secrets, GuardFactories guards, string folder = "", Func<string, IReadOnlyList<string>>? order = null)
    {
        var errors = new List<ConfigurationError>();
        // What guards read from files is a part of the settings: another text must make other guards.
        var files = new List<string?>();
        var observed = secrets.Observed((_, text) => files.Add(text));
        var options = new StrictBinder(errors).Bind<LlmProxyOptions>(section);
        var keys = new CallerKeyReader(section, secrets, errors).Read(options.Keys, options.Tenants);
        CorsRules.Check(options.Cors, section.Path, errors);
        RolloutRules.Check(options.Prompts, $"{section.Path}:{nameof(LlmProxyOptions.Prompts)}", errors);
        var model = new LlmProxyModel
        {
            AllowAnonymous = options.AllowAnonymous,
            Limits = Limits(options.Limits, section, errors),
            Access = Access(options.Access, section, secrets, errors),
            Telemetry = Telemetry(options.Telemetry, section, errors),
            Shutdown = new() { Delay = options.Shutdown.Delay, Drain = options.Shutdown.Drain },
            Guardrails = new GuardrailReader(section.GetSection(nameof(LlmProxyOptions.Guardrails)), guards, observed, folder, errors).Read(options.Guardrails),
            Prompts = Prompts(options.Prompts, section, errors),
            Experiments = new ExperimentReader(order ?? (static _ => []), errors).Read(options.Experiments, $"{section.Path}:{nameof(LlmProxyOptions.Experiments)}"),
            Prices = Prices(options.Prices, section, errors),
            Tokens = options.Tokens,
            Storage = options.Storage,
            Ledger = options.Ledger,
            Keys = keys,
            Tenants = options.Tenants.ToFrozenDictionary(StringComparer.Ordinal),
            RateLimits = options.RateLimits,
            Budgets = Budgets(options, section, errors),
            Webhooks = WebhookReader.Read(options.Webhooks, $"{section.Path}:{nameof(LlmProxyOptions.Webhooks)}", secrets, errors),
            Cors = options.Cors,
            Reasoning = Reasoning(options.ReasoningModels, section, errors),
        };
        var stamp = new ConfigStamp().Add(section).Add(model.Access.AdminKey?.Reveal());
        foreach (var key in keys.Static)
            stamp.Add(key.Secret?.Reveal());
        foreach (var webhook in model.Webhooks)
            stamp.Add(webhook.Secret?.Reveal());
        foreach (var file in files)
            stamp.Add(file);
        // Their order decides too, and is nothing that the section tells.
        foreach (var experiment in model.Experiments.All)
            stamp.Add(experiment.Name).Add(string.Join('=', experiment.Variants.Select(variant => variant.Name)));
        return new(model, stamp.Compute(), errors);
    }

    private static LlmLimitsModel Limits(
        LlmLimitsOptions options, IConfigurationSection section, List<ConfigurationError> errors)
    {
        if (options.MaxBufferedBytes < options.MaxRequestBodyBytes)
        {
            errors.Add(new(
                $"{section.Path}:{nameof(LlmProxyOptions.Limits)}:{nameof(options.MaxBufferedBytes)}",
                $"is {options.MaxBufferedBytes}, less than one body of {options.MaxRequestBodyBytes} bytes",
                $"it must be at least {nameof(options.MaxRequestBodyBytes)}"));
        }

        return new()
        {
            MaxRequestBodyBytes = options.MaxRequestBodyBytes,
            MaxBufferedBytes = options.MaxBufferedBytes,
            MaxResponseBodyBytes = options.MaxResponseBodyBytes,
            MaxFlightBytes = options.MaxFlightBytes,
            MaxJsonDepth = options.MaxJsonDepth,
            MaxStoredObjects = options.MaxStoredObjects,
        };
    }

    private static LlmAccessModel Access(
        LlmAccessOptions options, IConfigurationSection section, SecretResolver secrets, List<ConfigurationError> errors)
    {
        var resolved = options.AdminKey is { } template
            ? secrets.Resolve(template)
            : new(secrets.Variable(LlmAccessModel.AdminKeyVariable), [], null);
        if (resolved.Problem is { } problem)
        {
            var path = $"{section.Path}:{nameof(LlmProxyOptions.Access)}:{nameof(options.AdminKey)}";
            errors.Add(new(path, problem, SecretRules.Remedy));
        }

        return new()
        {
            AdminKey = resolved.Value,
            MissingKeys = resolved.Missing,
            OpenHealth = options.OpenHealth,
            OpenMetrics = options.OpenMetrics,
        };
    }

    private static BudgetModel Budgets(LlmProxyOptions options, IConfigurationSection section, List<ConfigurationError> errors)
    {
        BudgetRules.Check(options.Budgets, $"{section.Path}:{nameof(LlmProxyOptions.Budgets)}", errors);
        foreach (var (name, tenant) in options.Tenants)
            BudgetRules.Check(tenant.Budgets, $"{section.Path}:{nameof(LlmProxyOptions.Tenants)}:{name}:{nameof(tenant.Budgets)}", errors);
        return new(options.Budgets, options.Tenants);
    }

    private static PromptOptions Prompts(PromptOptions options, IConfigurationSection section, List<ConfigurationError> errors)
    {
        var evaluations = options.Evaluations;
        if (evaluations.MaxTotalBytes < 2 * evaluations.MaxFileBytes)
        {
            errors.Add(new(
                $"{section.Path}:{nameof(LlmProxyOptions.Prompts)}:{nameof(options.Evaluations)}:{nameof(evaluations.MaxTotalBytes)}",
                $"is {evaluations.MaxTotalBytes}, less than two files of {evaluations.MaxFileBytes} bytes",
                $"it must be at least twice {nameof(evaluations.MaxFileBytes)}"));
        }

        return options;
    }

    private static ReasoningModels Reasoning(IList<string> patterns, IConfigurationSection section, List<ConfigurationError> errors)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(patterns[i]))
                errors.Add(new($"{section.Path}:{nameof(LlmProxyOptions.ReasoningModels)}:{i}", "is empty", "name a model, or a pattern such as 'my-thinker-*'"));
        }

        return patterns.Count == 0 ? ReasoningModels.Default : new(patterns.Where(pattern => !string.IsNullOrWhiteSpace(pattern)));
    }

    private static PriceOptions Prices(PriceOptions options, IConfigurationSection section, List<ConfigurationError> errors)
    {
        var before = errors.Count;
        PriceOptionRules.Check(options, $"{section.Path}:{nameof(LlmProxyOptions.Prices)}", errors);
        return errors.Count > before ? new() : options;
    }

    private static LlmTelemetryModel Telemetry(
        LlmTelemetryOptions options, IConfigurationSection section, List<ConfigurationError> errors)
    {
        Uri? endpoint = null;
        if (options.OtlpEndpoint is { } text
            && (!Uri.TryCreate(text, UriKind.Absolute, out endpoint) || endpoint.Scheme is not ("http" or "https")))
        {
            errors.Add(new(
                $"{section.Path}:{nameof(LlmProxyOptions.Telemetry)}:{nameof(options.OtlpEndpoint)}",
                "is not an absolute http or https address",
                "write it like 'http://localhost:4317'"));
        }

        return new() { Console = options.Console, OtlpEndpoint = endpoint, SampleRatio = options.SampleRatio, HttpMetrics = options.HttpMetrics };
    }
}
