namespace LlmProxy.Core.Errors;

/// <summary>What a provider says about an error, in whatever form; <c>null</c> for each part that it does not say.</summary>
/// <param name="Code">Its code; a number as text.</param>
/// <param name="Type">Its type; Google's <c>status</c>, AWS's exception.</param>
/// <param name="Message">What it says to people, up to <see cref="ProviderErrorReader.MaxText"/> characters.</param>
/// <param name="RetryAfter">The wait that the body asks for (Google's <c>RetryInfo</c>).</param>
public sealed record ProviderError(string? Code, string? Type, string? Message, TimeSpan? RetryAfter = null)
{
    /// <summary>A finer reason below the code: Azure's <c>innererror.code</c>, Google's <c>ErrorInfo.reason</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>What a provider behind the provider said (OpenRouter's <c>metadata.raw</c>), as text.</summary>
    public string? Detail { get; init; }

    /// <summary>The code, where it is an error's HTTP status, 400 to 599: OpenRouter's, Google's, Azure's.</summary>
    public int? CodeAsStatus => Code is { Length: 3 } && int.TryParse(Code, out var status) && status is >= 400 and < 600 ? status : null;
}
