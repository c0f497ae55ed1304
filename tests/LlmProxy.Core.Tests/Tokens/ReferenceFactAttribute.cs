namespace LlmProxy.Core.Tests.Tokens;

/// <summary>A test against what the reference encoder, the npm package <c>tiktoken</c>, made on this computer just before.</summary>
/// <remarks>Skipped where that did not happen; <c>tests/run.sh</c> makes the file and names it.</remarks>
internal sealed class ReferenceFactAttribute : FactAttribute
{
    /// <summary>The environment variable with the path of the file that <c>tests/sdk/tokens/generate.mjs</c> wrote.</summary>
    public const string FileVariable = "LLMPROXY_TOKEN_VECTORS";

    public ReferenceFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(FileVariable)))
        {
            Skip = $"Needs {FileVariable}, the file that tests/sdk/tokens/generate.mjs writes.";
        }
    }
}
