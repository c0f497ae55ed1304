namespace LlmProxy.Host.Tenancy;

/// <summary>What is said of a key's rotation.</summary>
/// <param name="Grace">How long the former secret still works, from 0 to 7 days; <c>null</c>: <see cref="DefaultGrace"/>.</param>
internal sealed record RotateRequest(TimeSpan? Grace = null)
{
    /// <summary>A day: long enough for a deployment to take the new one, short enough for a leak.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromDays(1);
}
