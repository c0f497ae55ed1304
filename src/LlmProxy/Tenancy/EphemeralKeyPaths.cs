using LlmProxy.Endpoints;

namespace LlmProxy.Tenancy;

/// <summary>Tells the paths at which a provider hands out short-lived keys of its own, or opens sessions that run beside the gateway.</summary>
/// <remarks>
/// What is done with such a key (OpenAI's <c>ek_…</c>) goes straight to the provider, on the operator's account: no limit holds it, and nobody
/// counts it. So they are for those keys alone that name <see cref="LlmEndpoint.Realtime"/> among their endpoints.
/// </remarks>
internal static class EphemeralKeyPaths
{
    // OpenAI's client_secrets, sessions, transcription_sessions, translations and calls; Azure's old sessions; ChatKit's.
    private static readonly string[] Beginnings = ["/realtime/", "/realtimeapi/", "/chatkit/sessions"];

    /// <summary>Whether <paramref name="path"/> is one.</summary>
    public static bool Has(in LlmPath path)
    {
        if (path.Endpoint != LlmEndpoint.Other)
            return false;
        foreach (var beginning in Beginnings)
        {
            // Some servers are lenient about case.
            if (path.Rest.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
