using System.Globalization;

namespace LlmProxy.Telemetry;

/// <summary>HTTP statuses as text, made once each.</summary>
internal static class StatusText
{
    private static readonly string?[] Cache = new string?[600];

    /// <summary>The status in digits; <c>0</c> where none was sent.</summary>
    public static string Of(int status) => (uint)status < (uint)Cache.Length
        ? Cache[status] ??= status.ToString(CultureInfo.InvariantCulture)
        : TagNames.Other;
}
