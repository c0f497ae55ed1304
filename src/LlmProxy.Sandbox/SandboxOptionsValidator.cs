using LlmProxy.Sandbox.Faults;
using Microsoft.Extensions.Options;

namespace LlmProxy.Sandbox;

/// <summary>Finds all that is wrong with the options at once, each with its configuration path and what would be right.</summary>
internal static class SandboxOptionsValidator
{
    /// <exception cref="OptionsValidationException">At least one option is out of its range.</exception>
    public static void ThrowIfInvalid(SandboxOptions options)
    {
        var errors = new List<string>();
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp)
            Add(nameof(options.Url), $"is '{options.Url}', but must be an http URL such as http://localhost:9090.");
        Between(nameof(options.FirstByteDelay), options.FirstByteDelay, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Between(nameof(options.TokenDelay), options.TokenDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Between(nameof(options.MaxHang), options.MaxHang, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        Between(nameof(options.CharsPerChunk), options.CharsPerChunk, 0, 1_000_000);
        Between(nameof(options.MaxRecordedRequests), options.MaxRecordedRequests, 0, 100_000);
        Between(nameof(options.MaxStoredObjects), options.MaxStoredObjects, 1, 100_000);
        Between(nameof(options.MaxRequestBodyBytes), options.MaxRequestBodyBytes, 1024, 2_000_000_000);
        for (var i = 0; i < options.Faults.Count; i++) CheckRule(options.Faults[i], $"{nameof(options.Faults)}:{i}");
        if (errors.Count > 0) throw new OptionsValidationException(SandboxOptions.Section, typeof(SandboxOptions), errors);

        void CheckRule(SandboxFaultOptions rule, string path)
        {
            if (!FaultParser.TryParse(rule.Fault, out _, out var error)) Add($"{path}:{nameof(rule.Fault)}", error);
            Between($"{path}:{nameof(rule.Probability)}", rule.Probability, 0, 1);
            Between($"{path}:{nameof(rule.First)}", rule.First ?? 1, 1, int.MaxValue);
            Between($"{path}:{nameof(rule.Every)}", rule.Every, 1, int.MaxValue);
        }

        void Between<T>(string name, T value, T least, T most) where T : IComparable<T>
        {
            // A NaN compares as less than anything, so it is refused too.
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                Add(name, $"is {value}, but must be from {least} to {most}.");
        }

        void Add(string name, string what) => errors.Add($"{SandboxOptions.Section}:{name} {what}");
    }
}
